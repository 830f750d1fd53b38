"""Changes to placements and pledges, one module for each step of a placement's life."""
