"""Page objects: what a page shows, and actions that return the page they lead to."""
