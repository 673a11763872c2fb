"""What `/parking` is made of."""
