"""Passwords that are easy to guess are refused; passphrases and random ones pass."""

import random
import string
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from people.accounts.guessable import DATA, common_passwords, local_words
from people.accounts.operations import new_one_time_password
from people.accounts.passwords import (
    COMMON,
    OWN_IDENTITY,
    OWN_PHONE,
    SHORTEST,
    SIMPLE,
    check_strength,
)

IDENTITY = "342621199005121234"
# Those of the penetration test of 2026, and others built in the same ways.
WEAK = """
a1234567 1qaz2wsx iloveyou woaini1314 5201314520 11223344 19900512 19270801 p@ssw0rd
342621199005121234 12345678 123456789 88888888 password password123 qwerty123 qwe12345 abc12345
abcd1234 qq123456 a123456789 woaini520 zhang123 liming1990 wangwei123456 huaiyuan2026 Huaiyuan@2026
huaiyuan233400 bengbu0552 laobing1927 laobing81 tuiyi2024 junren888 admin888 Admin@123 Passw0rd!
123qweasd qwer1234 asdf1234 zxcvbnm123 1q2w3e4r5t qazwsxedc !QAZ2wsx 88888888a aa123456 a5201314
1990-05-12a 12051990x 1990年5月12日 woaihuaiyuan dragon2025 monkey99 zhangjianguo zhang19900512
liuwei0512 1314woaini woaini@520 abcabcabc abcdabcd zhangzhang 怀远退役军人2026 13805521234
18255223344 3421199005 147258369 159357456 rongye2026 jiefangjun81 zhongguo1949 mima1234 guanliyuan1
"""
STRONG = """
good-horse-7 long-march-9 water-and-light-9 correcthorsebatterystaple 7akx2941 x7Kp2mQ9
kq3f-7hxz-mnb4 三棵枣树两头牛过河 heng-liu-san-zao7 kache-zaoshu-qingzao luoying-gangqiao-huoche
"""


def refusal(password: str, **owner: str) -> str:
    try:
        check_strength(password, **owner)
    except DomainError as error:
        return error.message
    return ""


@pytest.mark.parametrize("password", WEAK.split())
def test_a_weak_password_is_refused(password):
    assert refusal(password) in (SIMPLE, COMMON)


@pytest.mark.parametrize("password", STRONG.split())
def test_a_passphrase_and_a_random_password_pass(password):
    assert refusal(password) == ""


def test_every_common_password_of_the_list_is_refused():
    long_enough = [one for one in common_passwords() if len(one) >= SHORTEST]

    assert len(long_enough) >= 10_000
    assert [one for one in long_enough if not refusal(one)] == []


def test_the_lists_are_sorted_lower_case_and_name_their_licence():
    lines = (DATA / "common_passwords.txt").read_text(encoding="utf-8").splitlines()

    assert lines == sorted(set(lines))
    assert lines == [line.lower() for line in lines]
    assert "zxcvbn" in (DATA / "README.md").read_text(encoding="utf-8")
    assert "Permission is hereby granted" in (DATA / "LICENSE-zxcvbn.txt").read_text("utf-8")
    assert {"huaiyuan", "tuiyi", "laobing", "junren"} <= local_words()


SEEDS = st.integers(0, 2**32)  # Hypothesis' own random numbers tend to be anything but random


@settings(derandomize=True)
@given(SEEDS, st.integers(12, 30))
def test_a_random_password_passes(seed: int, length: int):
    rng = random.Random(seed)
    password = "".join(rng.choices(string.ascii_letters + string.digits, k=length))

    assert refusal(password) == ""


@settings(derandomize=True)
@given(SEEDS)
def test_four_random_words_pass(seed: int):
    rng = random.Random(seed)
    words = sorted(word for word in common_passwords() if word.isalpha() and len(word) > 5)

    assert refusal("-".join(rng.sample(words, 4))) == ""
    assert refusal("".join(rng.sample(words, 4))) == ""


@given(st.dates(min_value=date(1940, 1, 1), max_value=date(2026, 12, 31)))
def test_a_date_is_refused_however_it_is_written(day):
    forms = (
        "%Y%m%d", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%d%m%Y", "%m%d%Y", "a%Y%m%d", "li%Y%m%d",
        "zhang%y%m%d", "%Y%m%d!", "%Y年%m月%d日", "Wang%m%d", "laobing%y%m%d",
    )  # fmt: skip
    for form in forms:
        password = day.strftime(form.replace("年", "@").replace("月", "#").replace("日", "^"))
        password = password.replace("@", "年").replace("#", "月").replace("^", "日")
        if len(password) >= SHORTEST:
            assert refusal(password) in (SIMPLE, COMMON), password


def test_a_one_time_password_is_never_refused():
    assert [one for one in (new_one_time_password() for _ in range(500)) if refusal(one)] == []


@pytest.mark.parametrize(
    "password",
    ["x13812345678", "horse-march-345678", "horse-138-1234-x7k", "kqz138 1234 5678"],
)
def test_the_own_phone_is_refused_in_pieces_too(password):
    assert refusal(password, phone="13812345678") == OWN_PHONE
    assert refusal(password, phone="13900000000") != OWN_PHONE


@pytest.mark.parametrize(
    "password",
    [
        "horse-march-19900512", "horse-march-900512", "horse-march-12051990", "march-05121990-x7",
        "horse-1990-05-12-march", "horse-march-342621", "horse-march-121234",
    ],
)  # fmt: skip
def test_the_own_birthday_and_identity_number_are_refused(password):
    assert refusal(password, identity=IDENTITY) == OWN_IDENTITY
    assert refusal(password, identity=None) == ""


@pytest.mark.parametrize("password", ["laozhang2024", "x.laozhang.1", "laozhang@123"])
def test_the_own_name_counts_as_known(password):
    assert refusal(password, name="LaoZhang") == COMMON


@pytest.mark.parametrize(
    "text", ["a" * 128, "zhangwei" * 16, "li" * 64, "20" * 63 + "xy", "某" * 128]
)
def test_judging_the_longest_password_takes_little_time(text):
    refusal(text)  # reads the lists
    before = time.process_time()

    refusal(text)

    assert time.process_time() - before < 0.5
