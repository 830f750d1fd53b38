"""Measurements, as ratios against named peers in one run; never a timed test."""
