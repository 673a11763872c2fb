"""Commands of this package, for the command line to take up."""

from __future__ import annotations

from geodata.admin_cli import doctor, init
from geodata.audit_cli import audit
from geodata.backup_cli import backup
from geodata.geocode_cli import geocode
from geodata.pack_cli import pack
from geodata.retain_cli import retain

COMMANDS = (init, doctor, pack, geocode, audit, backup, retain)
