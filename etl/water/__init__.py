"""Rows of the feeds of rain and standing water -> rows of the store."""
