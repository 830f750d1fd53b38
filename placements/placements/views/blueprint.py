"""The blueprint of all pages of placements."""

from flask import Blueprint

bp = Blueprint("placements", __name__)
