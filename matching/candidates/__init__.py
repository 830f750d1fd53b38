"""The candidates of a vacancy (合适的人)."""
