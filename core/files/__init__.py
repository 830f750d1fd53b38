"""Documents people hand in: checked at a gate, kept sealed on disk, found by a row."""
