"""Service stations: their staff, their tasks, and every contact with a veteran."""
