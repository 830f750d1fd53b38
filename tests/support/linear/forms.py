"""Every form of the tree that can be made by itself, with the text in every field."""

import inspect
from collections.abc import Iterator
from types import ModuleType

from werkzeug.datastructures import MultiDict

from core.forms import BaseForm
from tests.support.linear.functions import TextFunction, runs


def forms(modules: list[ModuleType]) -> list[TextFunction]:
    """Return the validation of every form that is made without arguments."""
    return [one for one in _candidates(modules) if runs(one)]


def _candidates(modules: list[ModuleType]) -> Iterator[TextFunction]:
    for module in modules:
        for name, found in vars(module).items():
            is_form = inspect.isclass(found) and issubclass(found, BaseForm)
            if is_form and found.__module__ == module.__name__:
                yield _validation(f"{module.__name__}.{name}", found)


def _validation(name: str, form_class: type[BaseForm]) -> TextFunction:
    def run(text: str) -> None:
        names = [field for field in vars(form_class()) if not field.startswith("_")]
        form = form_class(formdata=MultiDict((field, text) for field in names))
        form.validate()

    return TextFunction(name, run)
