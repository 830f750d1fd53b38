"""Forms of corrections: the paper seen at the desk, and the new phone or name."""

from collections.abc import Sequence
from typing import Any

from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import InputRequired

from core.access import Role
from core.errors import DomainError
from core.fields import a_row
from core.filters import mask_phone
from core.forms import VersionedForm
from people.accounts.forms import PasswordAgainForm
from people.accounts.models import NAME_LENGTH, Account
from people.corrections.facts import Proof, check_proof
from people.corrections.models import LONGEST_NOTE, CorrectionKind, Paper
from people.secrecy.forms import name_field, phone_field, text

PAPERS = {
    Role.VETERAN: (Paper.ID_CARD, Paper.HOUSEHOLD, Paper.DISCHARGE, Paper.OTHER),
    Role.EMPLOYER: (Paper.ID_CARD, Paper.LICENCE, Paper.OTHER),
}


class ForgottenForm(PasswordAgainForm, VersionedForm):
    """A one-time password for a person who came with a paper.

    An employer may have several accounts, so that the form asks which.
    """

    kind = CorrectionKind.PASSWORD

    account = RadioField(
        "谁的账号", coerce=a_row, choices=[], validators=[InputRequired("请选谁的账号。")]
    )
    paper = RadioField("当面看了什么证件", validators=[InputRequired("请选看了什么证件。")])
    note = text("说明", most=LONGEST_NOTE, hint="选“其他证明”时写明是什么。不要写号码。")

    def __init__(self, role: Role, *, accounts: Sequence[Account] = (), **more: Any) -> None:
        if len(accounts) == 1:
            more["account"] = accounts[0].id
        super().__init__(**more)
        self.paper.choices = Paper.choices(*PAPERS[role])
        self.account.choices = [
            (one.id, f"{one.name}，{mask_phone(one.phone)}") for one in accounts
        ]
        if role is Role.VETERAN:
            del self.account
        for name in ("paper", "note", "password_again"):  # as on the page, for the list of errors
            if name in self._fields:
                self._fields[name] = self._fields.pop(name)

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge paper and note together with the other fields."""
        is_valid = super().validate(extra_validators)
        if self.paper.errors or self.note.errors:
            return False
        try:
            check_proof(self.proof())
        except DomainError as error:
            self.add_domain_error(error)
            return False
        return is_valid

    def proof(self) -> Proof:
        """Return how the person was known."""
        return Proof(Paper(self.paper.data), self.note.data or "", current_user.id)


class PhoneForm(ForgottenForm):
    """The phone a person has now."""

    kind = CorrectionKind.PHONE

    phone = phone_field("新手机号", required="请填新手机号。")


class NameForm(ForgottenForm):
    """The name as it is written on the paper."""

    kind = CorrectionKind.NAME

    name = name_field("正确的姓名", most=NAME_LENGTH, hint="照证件上的写。")


FORMS = {form.kind: form for form in (ForgottenForm, PhoneForm, NameForm)}
