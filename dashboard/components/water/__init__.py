"""The parts of `/waterlogging`."""
