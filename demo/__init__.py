"""The fictional demo county: sample data for trying out the platform."""
