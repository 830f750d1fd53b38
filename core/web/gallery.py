"""The form of the component gallery: one field of every kind."""

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.fields import WholeNumberField
from core.forms import BaseForm

PLACES = [("340321100", "榴城镇"), ("340321104", "常坟镇")]
LICENCES = [("A2", "A2"), ("B2", "B2"), ("C1", "C1")]


class GalleryForm(BaseForm):
    """A form validated while empty, so that the gallery shows errors too."""

    name = StringField("姓名", validators=[DataRequired("请填姓名。")])
    phone = StringField("手机号", description="接通知用，可以和家人共用一个。")
    password = PasswordField("密码")
    age = WholeNumberField("年龄", validators=[Optional()])
    retired_on = DateField("退役日期", validators=[Optional()])
    township = SelectField("户籍在哪个乡镇", choices=PLACES)
    licence = RadioField(
        "您有哪种驾照？", choices=LICENCES, validators=[InputRequired("请选您有哪种驾照。")]
    )
    places = SelectMultipleField(
        "愿意去哪里上班", choices=PLACES, widget=ListWidget(), option_widget=CheckboxInput()
    )
    skills = TextAreaField("还会什么", validators=[Optional()])
    photo = FileField("营业执照照片")
    consent = BooleanField("同意登记", validators=[InputRequired("登记前须同意。")])
