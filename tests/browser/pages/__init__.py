"""Page objects: what one reads on a page, and deeds that return the page they lead to."""
