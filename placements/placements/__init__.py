"""Placements: claimed, confirmed by both sides, verified, followed up; the number that counts."""
