"""Stations: divisions and the service stations in them."""
