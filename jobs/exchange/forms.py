"""Forms of the exchange between bureaus."""

from flask_wtf.file import FileField, FileRequired
from wtforms import PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.fields import trim
from core.forms import BaseForm, tidy
from jobs.exchange.package import SHORTEST_PASSPHRASE

_SPOKEN = f"至少 {SHORTEST_PASSPHRASE} 个字，打电话告诉对方，不要和文件放在一起发。"


class PartnerForm(BaseForm):
    """A partner bureau and its key."""

    division_code = StringField(
        "行政区划代码",
        description="6 位。全国有同名的区，只认代码：宁波市江北区是 330205。",
        filters=[tidy],
        validators=[InputRequired("请填行政区划代码。"), Length(max=6, message="6 位数字。")],
    )
    name = StringField(
        "对方局的名称",
        filters=[trim],
        validators=[InputRequired("请填对方局的名称。"), Length(max=60, message="最多 60 字。")],
    )
    verify_key = TextAreaField(
        "对方的公钥",
        description="请对方从它的“跨局交换”页上复制，贴好后和对方电话核对指纹。",
        filters=[tidy],
        validators=[InputRequired("请贴对方的公钥。"), Length(max=120)],
    )


class HandOutForm(BaseForm):
    """What to hand out: the fair, and the passphrase told by telephone."""

    fair = SelectField("哪一场招聘会", validators=[InputRequired("请选招聘会。")])
    passphrase = PasswordField(
        "口令", description=_SPOKEN, validators=[InputRequired("请设口令。"), Length(max=100)]
    )


class TakeInForm(BaseForm):
    """A partner's file, the fair it belongs to, and the passphrase told by telephone."""

    fair = SelectField("导入到哪一场招聘会", validators=[InputRequired("请选招聘会。")])
    file = FileField("对方发来的文件", validators=[FileRequired("请选文件。")])
    passphrase = PasswordField(
        "口令", description="对方电话里说的。", validators=[InputRequired("请填口令。")]
    )
