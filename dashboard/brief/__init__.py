"""The weekly brief (周报): what it says, how it is frozen as an edition, and the files it is written to."""
