"""Service stations: their level and place, their staff, their tasks."""
