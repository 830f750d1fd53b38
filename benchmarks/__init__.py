"""Benchmarks: ratios against named peers in one run; no test measures time."""
