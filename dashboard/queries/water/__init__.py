"""What `/waterlogging` asks of the store: readings, places, the situation now, rain events, effects of measures, 汛期模式."""
