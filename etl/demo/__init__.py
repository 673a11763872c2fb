"""Synthetic data in the shapes of real exports: two years of an invented hotline, so that every page has something true to its rules to show."""
