"""Pure readers of what people write in job sheets. What is not said stays None."""
