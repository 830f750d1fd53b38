"""The application in a real browser: user journeys, accessibility, page weight, no scripts."""
