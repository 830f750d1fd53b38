"""The blueprint of all pages of vacancies."""

from flask import Blueprint

bp = Blueprint("vacancies", __name__)
