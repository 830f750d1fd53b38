"""Pages of matching: the home page, lists with reasons, 差一点, candidates, 放宽一条."""

from matching.views import fairplan, front, lists, vacancies, versions
from matching.views.blueprint import bp

__all__ = ["bp", "fairplan", "front", "lists", "vacancies", "versions"]
