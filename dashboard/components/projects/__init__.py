"""Parts of the page `/projects` (行动计划)."""
