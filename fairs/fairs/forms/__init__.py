"""Forms of fairs, by who fills them in."""
