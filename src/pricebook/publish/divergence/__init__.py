"""Another catalogue's prices, held against ours: what it says, which model is the same, and where the two differ."""
