"""What rows of the town feeds mean: the record of stages that is never rewritten, months, tasks in stored units."""
