"""The commands of etl, one line each; `huitian.py` adds them to the command line."""

from __future__ import annotations

import click

from etl.build_cli import build
from etl.classify_cli import classify
from etl.ledger_cli import ledger, quarantine
from etl.load_cli import load

COMMANDS: tuple[click.Command, ...] = (load, ledger, quarantine, classify, build)
