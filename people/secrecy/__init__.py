"""Contents that free text must not have: personal numbers, designations of military units."""
