"""Builds city packs: the pack huitian from public sources, and parts of any pack from a deployer's own files."""
