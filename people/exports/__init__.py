"""Exports: any list as a workbook, at once or in the background."""
