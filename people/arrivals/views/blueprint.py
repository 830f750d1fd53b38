"""The blueprint of arrivals."""

from flask import Blueprint

bp = Blueprint("arrivals", __name__)
