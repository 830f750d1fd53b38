"""Applications: from applying to the answer, and who may see contact details meanwhile."""
