"""Policy parameters the bureau sets: days, thresholds and amounts, each valid from a date."""
