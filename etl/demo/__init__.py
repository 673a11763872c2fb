"""Synthetic data in the shapes of real exports: two years of an invented hotline, for every page to show."""

FULL_ROWS = 130_000  # orders of the last year in a whole demo
