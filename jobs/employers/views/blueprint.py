"""The blueprint of all pages of employers."""

from flask import Blueprint

bp = Blueprint("employers", __name__)
