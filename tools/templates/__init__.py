"""The formatter of the templates: `python -m tools.templates` rewrites, `--check` only reports."""
