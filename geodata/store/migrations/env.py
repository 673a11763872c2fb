"""Alembic's entry: the connection is handed over by `geodata.store.migration`, which also owns the transaction."""

from __future__ import annotations

from alembic import context

from geodata.store.migration import context_options

context.configure(connection=context.config.attributes["connection"], **context_options())
context.run_migrations()
