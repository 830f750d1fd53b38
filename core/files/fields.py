"""The form field of a document: photo or PDF, looked into while the form is validated."""

from typing import Any

from flask_wtf.file import FileField

from core.errors import DomainError
from core.files.storage import ACCEPT, Document, accept_document


class DocumentField(FileField):  # type: ignore[misc]
    """A file that is kept as evidence: `document` is what was accepted, None without a file.

    What cannot be accepted is an error at the field, shown together with the form's others.
    """

    document: Document | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, render_kw={"accept": ACCEPT}, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the file; an input left empty is no file."""
        super().process_formdata(valuelist)
        if not self.data:
            return
        try:
            self.document = accept_document(self.data.stream, self.data.filename or "")
        except DomainError as error:
            raise ValueError(error.message) from error
