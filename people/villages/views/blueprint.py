"""The blueprint of all pages of villages."""

from flask import Blueprint

bp = Blueprint("villages", __name__)
