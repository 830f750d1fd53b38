"""The fictional county: sample data for trying the platform out."""
