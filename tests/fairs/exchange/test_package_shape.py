"""Packages of no sane shape are refused whole, before and behind the signature."""

import base64
import json

import pytest
from sqlalchemy import func, select

from core.db import db
from core.errors import DomainError
from fairs.exchange import contents, package
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy

OURS, THEIRS, WORD = "340321", "330205", "明月几时有把酒问青天"
VACANCY = {"title": "码头理货员", "valid_to": "2027-01-01", "headcount": 2, "industry": "C"}
EMPLOYER = {"name": "宁波港务有限公司", "credit_code": "", "industry": "C"}
GUEST = {"key": "k", "name": "愿意者", "phone": "13812345678", "wishes": ["司机"]}
WHOLE = {
    "version": 2,
    "sender": THEIRS,
    "receiver": OURS,
    "vacancies": [{"vacancy": VACANCY, "employer": EMPLOYER}],
    "sign_ups": [GUEST],
}


def checked(received: object) -> None:
    """Seal what a partner could send, open it and check it as an import does."""
    data = package.seal_package(received, sender=THEIRS, passphrase=WORD)  # type: ignore[arg-type]
    opened = package.open_package(data, verify_key=package.own_verify_key(), passphrase=WORD)
    contents.check_contents(contents.read_contents(opened), sender=THEIRS, receiver=OURS)


def with_vacancy(**changed: object) -> dict[str, object]:
    return WHOLE | {"vacancies": [{"vacancy": VACANCY | changed, "employer": EMPLOYER}]}


def with_employer(**changed: object) -> dict[str, object]:
    return WHOLE | {"vacancies": [{"vacancy": VACANCY, "employer": EMPLOYER | changed}]}


SHAPELESS: dict[str, object] = {
    "a list": [],
    "null": None,
    "nested": {"a": [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]},
    "no vacancies": {name: WHOLE[name] for name in WHOLE if name != "vacancies"},
    "vacancies None": WHOLE | {"vacancies": None},
    "vacancies a number": WHOLE | {"vacancies": 5},
    "vacancies texts": WHOLE | {"vacancies": ["a"]},
    "no employer": WHOLE | {"vacancies": [{"vacancy": VACANCY}]},
    "version 1 without employer": {
        "sender": THEIRS,
        "receiver": OURS,
        "posts": [{"post": VACANCY}],
    },
    "version 1 with texts": {"sender": THEIRS, "receiver": OURS, "posts": ["a"]},
    "version 1 without posts": {"sender": THEIRS, "receiver": OURS},
    "unknown industry": with_employer(industry="ZZ"),
    "title a list": with_vacancy(title=["a"]),
    "title of 1,000": with_vacancy(title="长" * 1000),
    "employer of 100,000": with_employer(name="长" * 100_000),
    "headcount 1e30": with_vacancy(headcount=1e30),
    "headcount of 31 bits": with_vacancy(headcount=2**31),
    "pay a text": with_vacancy(pay_min="many"),
    "year 1": with_vacancy(valid_to="0001-01-01"),
    "credentials a text": with_vacancy(credentials="A2"),
    "half a pair": with_vacancy(title="\ud800"),
    "sign_ups texts": WHOLE | {"sign_ups": ["a"]},
    "a guest's phone a list": WHOLE | {"sign_ups": [GUEST | {"phone": []}]},
}


@pytest.mark.parametrize("name", SHAPELESS)
def test_contents_of_another_shape_are_refused(app, name, monkeypatch):
    if name == "half a pair":  # as a foreign program could write it
        plain = json.JSONEncoder().encode
        monkeypatch.setattr(package.json, "dumps", lambda value, **_: plain(value))

    with pytest.raises(DomainError):
        checked(SHAPELESS[name])

    assert db.session.scalar(select(func.count()).select_from(Vacancy)) == 0
    assert db.session.scalar(select(func.count()).select_from(Employer)) == 0


def test_contents_of_the_right_shape_pass(app):
    """The control: the cases above are refused for the part that differs."""
    checked(WHOLE)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"format":' * 100_000,
        b'"\\ud800"',
        b"5",
        b"null",
        b"\xff\xfe",
        b"",
        b"NaN",
    ],
)
def test_a_file_that_is_no_package_is_refused(data):
    with pytest.raises(DomainError, match="这不是交换包"):
        package.sender_of(data)


@pytest.mark.parametrize(
    ("part", "value"),
    [("nonce", base64.b64encode(b"abc").decode()), ("salt", ""), ("sealed", "!"),
     ("signature", "签名")],
)  # fmt: skip
def test_parts_of_the_wrong_length_are_refused(app, part, value):
    file = json.loads(package.seal_package(WHOLE, sender=THEIRS, passphrase=WORD)) | {part: value}
    if part != "signature":
        file["signature"] = base64.b64encode(
            package._signing_key().sign(package._signed(file))
        ).decode()

    with pytest.raises(DomainError):
        package.open_package(
            json.dumps(file).encode(), verify_key=package.own_verify_key(), passphrase=WORD
        )
