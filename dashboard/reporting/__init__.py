"""Entering the progress of projects (日报告) and striking things off their lists (销账): what people write, where pages only read."""
