"""Which views of the URL map are reached by requests, and what an unexpected error in one was."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Flask, request
from werkzeug.routing import Rule


class Visits:
    """Counts the requests that reach each view. `fault` is the traceback of the last one."""

    def __init__(self, app: Flask, rules: Sequence[Rule]) -> None:
        self.app = app
        self.views = {
            (method, rule.endpoint)
            for rule in rules
            for method in {"GET", "POST"} & (rule.methods or set())
        }
        self.counts: Counter[tuple[str, str]] = Counter()  # method, endpoint
        self.has_reached, self.fault = False, ""

    def begin(self) -> None:
        """Forget what the last request did: the next one follows."""
        self.has_reached, self.fault = False, ""

    def unreached(self) -> list[tuple[str, str]]:
        """Return each method and endpoint that no request has reached yet."""
        return sorted(self.views - self.counts.keys())

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note which requests get as far as a view, and what an unexpected error was."""
        original = dict(self.app.view_functions)
        watched = {endpoint: self._watched(endpoint, view) for endpoint, view in original.items()}
        self.app.view_functions.update(watched)
        try:
            yield
        finally:
            self.app.view_functions.update(original)

    def _watched(self, endpoint: str, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def inner(*args: Any, **kwargs: Any) -> Any:
            self.has_reached = True
            self.counts[request.method, endpoint] += 1
            try:
                return view(*args, **kwargs)
            except Exception as error:
                self.fault = "".join(traceback.format_exception(error, limit=-4))
                raise

        return inner
