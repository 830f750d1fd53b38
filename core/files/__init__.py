"""Uploaded documents: checked, stored encrypted on disk, referred to by a row."""
