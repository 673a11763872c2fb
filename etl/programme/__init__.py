"""What the register, the milestones and the daily reports of the action programme mean."""
