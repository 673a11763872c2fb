"""Synthetic data in the shapes of real exports: two years of an invented hotline, for every page to show."""
