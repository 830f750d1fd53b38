"""Where templates print numbers: each call of a figure, and pages that name the calls."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from flask import Flask

from core.config import ROOT

TEMPLATES = ROOT / "templates"
COMPONENT = "components/figure.html"
CALL = re.compile(r"(?<!macro )\b(figure(?:_of|_here|_alone|_sum)?)\(")
SHOWCASE = "gallery"  # pages and components that show components


def names() -> list[str]:
    """Return the names of all templates but those that show what components look like."""
    paths = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    return sorted(name for name in paths if SHOWCASE not in name)


def source_of(name: str) -> str:
    """Return a template as it is written."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def sites() -> dict[str, str]:
    """Return the macro each call of a figure uses, by the template's name and the call's number."""
    return {
        f"{name}#{number}": macro
        for name in names()
        if name != COMPONENT
        for number, macro in enumerate(CALL.findall(source_of(name)), 1)
    }


def _with_sites(name: str, source: str) -> str:
    """Return a template in which each figure is given, and prints, where it is called."""
    if name == COMPONENT:
        source = re.sub(r"macro (figure\w*)\(", r"macro \1(at, ", source)
        return source.replace('data-count="', 'data-at="{{ at }}" data-count="')
    number = count(1)
    return CALL.sub(lambda found: f'{found[1]}("{name}#{next(number)}", ', source)


@contextmanager
def marked(app: Flask) -> Iterator[None]:
    """Let the pages of an application say of each number which call printed it."""
    environment = app.jinja_env
    loader = environment.loader
    assert loader is not None
    assert environment.cache is not None
    get_source = loader.get_source

    def get_marked(env, template):
        source, path, is_current = get_source(env, template)
        return _with_sites(template, source), path, is_current

    environment.cache.clear()
    loader.get_source = get_marked  # type: ignore[method-assign]
    try:
        yield
    finally:
        del loader.get_source
        environment.cache.clear()
