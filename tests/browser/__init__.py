"""The app in a real browser: journeys, accessibility, weight, no scripts."""
