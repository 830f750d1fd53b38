"""Recording of looks at people: what templates show is noted, and recorded before it leaves."""

from typing import Any

from flask import Response, current_app, request
from flask.templating import Environment

from core import audit, looks
from core.db import transaction
from core.error_pages import DATABASE_ERRORS
from core.turns import LOOK_WAIT, BusyError

WHO = frozenset({"name", "phone", "id_number"})
SHOWING = (200, 409, 422)  # answers with a page; all others show nobody


class NotingEnvironment(Environment):
    """Jinja's environment; reading who a person is in a template notes that the page shows them."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of an object as Jinja does."""
        if attribute in WHO and isinstance(obj, looks.Person):
            looks.show((obj,))
        return super().getattr(obj, attribute)


def record_looks(response: Response) -> Response:
    """Record whom an answer shows; without its record it does not leave."""
    action, people = looks.to_record()
    if not people or response.status_code not in SHOWING:
        return response
    try:
        # A form that is shown again, refused, keeps its key for the corrected one.
        with transaction(saves_form=False, wait=LOOK_WAIT):
            audit.record_about(action, people, page=request.endpoint)
    except (BusyError, *DATABASE_ERRORS) as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response
