"""Hostile requests to the application, from its URL map and the forms of its pages."""
