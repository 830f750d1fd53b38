"""Forms whose fields depend on each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import DomainError
from core.forms import VersionedForm


class WholeForm(VersionedForm):
    """A form that also applies rules over several fields, in the round of its other errors."""

    def check(self) -> None:
        """Apply the rules of the domain. Raises DomainError with every refusal."""
        raise NotImplementedError

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Return whether every field and the form as a whole are valid."""
        are_fields_valid = bool(super().validate(extra_validators))
        try:
            self.check()
        except DomainError as error:
            self.add_domain_error(error)
            return False
        return are_fields_valid
