"""Forms of the exchange between bureaus."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.errors import DomainError
from core.fields import CHOOSE, trim
from core.forms import BaseForm, longest, tidy
from fairs.exchange import package
from fairs.exchange.facts import LONGEST_NAME, PartnerFacts, check_division
from fairs.fairs.models import Fair
from people.accounts.forms import PasswordAgainForm
from people.secrecy.forms import Guarded
from people.secrecy.private_numbers import OF_PERSONS

LONGEST_PASSPHRASE = 100
_HINT = f"至少 {package.SHORTEST_PASSPHRASE} 个字，打电话告诉对方，不要和文件放在一起发。"


def _checked_by(check: Callable[[str], Any]) -> Callable[[BaseForm, Field], None]:
    """Return a validator that applies a rule of the domain to the text of a field."""

    def validate(_form: BaseForm, field: Field) -> None:
        try:
            check(field.data)
        except DomainError as error:
            raise ValidationError(error.message) from error

    return validate


class PartnerForm(BaseForm):
    """A partner bureau and its key."""

    division_code = StringField(
        "行政区划代码",
        description="6 位。全国有同名的区，只认代码：宁波市江北区是 330205。",
        filters=[tidy],
        validators=[DataRequired("请填行政区划代码。"), _checked_by(check_division)],
    )
    name = StringField(
        "对方局的名称",
        filters=[trim],
        validators=[DataRequired("请填对方局的名称。"), longest(LONGEST_NAME), Guarded(OF_PERSONS)],
    )
    verify_key = TextAreaField(
        "对方的公钥",
        description="请对方从它的“跨局交换”页上复制，贴好后和对方电话核对指纹。",
        filters=[tidy],
        validators=[
            DataRequired("请贴对方的公钥。"),
            longest(120),
            _checked_by(package.read_verify_key),
        ],
    )

    def facts(self) -> PartnerFacts:
        """Return what was filled in."""
        return PartnerFacts(self.division_code.data, self.name.data, self.verify_key.data)


class _FairForm(BaseForm):
    """A form about one of the joint fairs."""

    fair = SelectField(
        "哪一场招聘会", coerce=str, choices=[], validators=[InputRequired("请选招聘会。")]
    )

    def offer(self, fairs: Sequence[Fair]) -> None:
        """Set the fairs to choose from."""
        self.fair.choices = [
            CHOOSE,
            *(
                (str(fair.id), f"{fair.title}（{fair.partner_name or fair.partner_code}）")
                for fair in fairs
            ),
        ]

    def fair_id(self) -> int:
        """Return the fair chosen."""
        return int(self.fair.data)


def _empty_box(label: str) -> BooleanField:
    return BooleanField(label, description="一般不用勾。")


class HandOutForm(_FairForm, PasswordAgainForm):
    """What to export: the fair, and the passphrase given to the partner by telephone."""

    passphrase = PasswordField(
        "口令",
        description=_HINT,
        validators=[
            InputRequired("请设口令。"),
            Length(min=package.SHORTEST_PASSPHRASE, message=package.TOO_SHORT),
            longest(LONGEST_PASSPHRASE),
        ],
    )
    may_be_empty = _empty_box("没有岗位和报名，也要导出")


class TakeInForm(_FairForm):
    """A partner's file, the fair it belongs to, and the passphrase given by telephone."""

    fair = SelectField(
        "导入到哪一场招聘会", coerce=str, choices=[], validators=[InputRequired("请选招聘会。")]
    )
    file = FileField("对方发来的文件", validators=[FileRequired("请选文件。")])
    passphrase = PasswordField(
        "口令",
        description="对方电话里说的。",
        validators=[InputRequired("请填口令。"), longest(LONGEST_PASSPHRASE)],
    )
    may_be_empty = _empty_box("没有岗位和报名，也要导入")
