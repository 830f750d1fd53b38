"""Versions of the model: weights and confirmed titles, which of them is active."""
