"""What a code and a name must be, and which languages of digits are read."""

import pytest

from core.errors import DomainError
from people.villages.models import Village
from people.villages.rules import check_code, check_name


@pytest.mark.parametrize("text", ["340321100201", " 340321100201 ", "３４０３２１１００２０１"])
def test_a_code_is_read_in_any_writing(text):
    assert check_code(text) == "340321100201"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("34032110020", "代码要写 12 位数字，比如 340321100201。"),
        ("34032110020A", "代码要写 12 位数字，比如 340321100201。"),
        ("3.40321E+11", "代码要写 12 位数字，比如 340321100201。"),
        ("110101001001", "代码的前 9 位不是本县的乡镇，请核对。"),
        ("340321100000", "后 3 位是 000 的是乡镇本身，不是村、社区。"),
    ],
)
def test_what_is_no_code_is_refused(text, message):
    with pytest.raises(DomainError, match=message) as refused:
        check_code(text)

    assert refused.value.field == "code"


def test_a_name_is_trimmed_and_never_cut():
    assert check_name(" 青禾村 ") == "青禾村"
    with pytest.raises(DomainError, match="最多 40 字"):
        check_name("青" * 41)
    with pytest.raises(DomainError, match="请填名称"):
        check_name("　")


def test_the_version_of_a_village_changes_with_its_name():
    assert Village("340321100201", "青禾村").version != Village("340321100201", "青苗村").version
    assert Village("340321100201", "青禾村").township_code == "340321100"
