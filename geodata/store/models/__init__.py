"""One model set for both engines."""

from geodata.store.models.access import Account, Audit, Device, Grant, Share, SignIn
from geodata.store.models.area import Area, AreaVersion
from geodata.store.models.base import Base, LocalTime
from geodata.store.models.complaint import STATUSES, Complaint, Daily
from geodata.store.models.edition import Edition, EditionFile
from geodata.store.models.governance import Task, Town, TownMonth, TownStage
from geodata.store.models.hazard import DepthReading, RainReading, Site, SiteState, Violation
from geodata.store.models.ledger import Batch, Quarantine
from geodata.store.models.meta import Meta
from geodata.store.models.programme import (
    Closure,
    Evidence,
    Forecast,
    Milestone,
    Project,
    ProjectCell,
    ProjectOutput,
    ProjectReport,
    Round,
)
from geodata.store.models.wall import AlarmMark, WallOrder

__all__ = [
    "STATUSES",
    "Account",
    "AlarmMark",
    "Area",
    "AreaVersion",
    "Audit",
    "Base",
    "Batch",
    "Closure",
    "Complaint",
    "Daily",
    "DepthReading",
    "Device",
    "Edition",
    "EditionFile",
    "Evidence",
    "Forecast",
    "Grant",
    "LocalTime",
    "Meta",
    "Milestone",
    "Project",
    "ProjectCell",
    "ProjectOutput",
    "ProjectReport",
    "Quarantine",
    "RainReading",
    "Round",
    "Share",
    "SignIn",
    "Site",
    "SiteState",
    "Task",
    "Town",
    "TownMonth",
    "TownStage",
    "Violation",
    "WallOrder",
]
