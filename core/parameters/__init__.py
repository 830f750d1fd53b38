"""Numbers of policy the bureau sets itself: days, thresholds, amounts, each from a day on."""
