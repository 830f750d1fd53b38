"""Villages and communities of the townships, and where each veteran lives."""
