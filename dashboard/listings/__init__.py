"""Tables of pages that may be taken away as files: one file a table, one line in dashboard.routes.tables.TABLES."""
