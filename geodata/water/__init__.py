"""Rain and standing water as rules: what fell, what is an event, an alarm, a relapse, what a measure brought. Values in, values out."""
