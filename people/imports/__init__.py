"""Pages of imports, the same for every noun: upload, columns, dry run, load, undo."""
