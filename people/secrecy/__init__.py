"""What must not be stored in the open: personal numbers, and designations of military units."""
