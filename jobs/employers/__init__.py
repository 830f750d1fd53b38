"""Employers: registration and verification."""
