"""One model set for both engines."""

from geodata.store.models.access import Account, Audit, Device, Grant, Share, SignIn
from geodata.store.models.area import Area, AreaVersion
from geodata.store.models.base import Base, LocalTime
from geodata.store.models.complaint import STATUSES, Complaint, Daily
from geodata.store.models.edition import Edition
from geodata.store.models.hazard import Event, Site
from geodata.store.models.ledger import Batch, Quarantine
from geodata.store.models.meta import Meta
from geodata.store.models.programme import Milestone, Project, ProjectReport, Task

__all__ = [
    "STATUSES",
    "Account",
    "Area",
    "AreaVersion",
    "Audit",
    "Base",
    "Batch",
    "Complaint",
    "Daily",
    "Device",
    "Edition",
    "Event",
    "Grant",
    "LocalTime",
    "Meta",
    "Milestone",
    "Project",
    "ProjectReport",
    "Quarantine",
    "Share",
    "SignIn",
    "Site",
    "Task",
]
