"""Administrative divisions: the county's own units and the places where people work."""
