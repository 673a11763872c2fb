"""What `/waterlogging` says."""
