"""One model set for both engines."""

from geodata.store.models.area import Area, AreaVersion
from geodata.store.models.base import Base, LocalTime
from geodata.store.models.complaint import STATUSES, Complaint, Daily
from geodata.store.models.ledger import Batch, Quarantine

__all__ = ["STATUSES", "Area", "AreaVersion", "Base", "Batch", "Complaint", "Daily", "LocalTime", "Quarantine"]
