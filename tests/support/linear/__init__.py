"""Measures how the cost of every pattern and text function of the tree grows with its text."""
