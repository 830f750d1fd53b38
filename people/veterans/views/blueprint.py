"""The blueprint of all pages of veterans."""

from flask import Blueprint

bp = Blueprint("veterans", __name__)
