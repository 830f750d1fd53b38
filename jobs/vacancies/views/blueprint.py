"""The blueprint all pages of posts hang on."""

from flask import Blueprint

bp = Blueprint("vacancies", __name__)
