"""Synthetic data in the shapes of real exports: two years of an invented hotline and the city's layers, for every page."""

FULL_ROWS = 130_000  # orders of the last year in a whole demo
