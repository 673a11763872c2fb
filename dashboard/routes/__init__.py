"""Machine routes: map data, exports. Pages are in dashboard.pages."""
