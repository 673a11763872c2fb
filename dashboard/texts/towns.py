"""What `/towns` says."""
