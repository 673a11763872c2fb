"""Governance of towns (治理类街乡镇): the stage as known on a day, the distance from each threshold. Values in, values out."""
