"""The parts of a brief: each asks the queries of one page, and gives figures, phrases and blocks."""
