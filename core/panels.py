"""Panels that upper features lend to lower pages, rendered where the page offers a place."""

from flask import render_template
from markupsafe import Markup

from core.access import current_role
from core.features import installed


def lent_panels(page: str, *subject: int) -> Markup:
    """Return the panels of a page for its subject's ids, as the viewer's role may see them.

    A template calls it where the panels belong: ``{{ lent_panels("veteran", veteran.id) }}``.
    """
    role = current_role()
    if role is None:
        return Markup()
    shown = [
        render_template(panel.template, **context)
        for panel in installed().panels_of(page, role)
        if (context := panel.context(*subject)) is not None
    ]
    return Markup("").join(Markup(one) for one in shown)  # noqa: S704 - our own templates
