"""The plan of a fair: who meets which employer at what time (全场安排)."""
