"""Exact best-k search over weighted terms, fast enough for a million posts on one core."""
