"""`python app.py`: migrations, the web server and the watched scheduler in one command."""

from core.serving.service import serve

__all__ = ["serve"]
