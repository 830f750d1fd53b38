"""Learning from confirmed titles and from what followed the lists that veterans saw."""
