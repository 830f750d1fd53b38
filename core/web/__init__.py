"""The application as a web site: request hooks, headers, pages of the platform itself, health."""

from core.web.hooks import init_web
from core.web.next_page import safe_next

__all__ = ["init_web", "safe_next"]
