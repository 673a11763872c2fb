"""The action programme (行动计划) as rules see it: nothing here reads a store or a clock."""
