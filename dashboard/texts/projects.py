"""What `/projects` says."""
