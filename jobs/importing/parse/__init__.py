"""Pure readers of the texts in sheets. What is not stated stays None."""
