"""What `/parking` says."""
