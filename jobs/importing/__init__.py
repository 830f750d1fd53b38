"""Import of vacancies from sheets: mapping, dry run, row errors, undo."""
