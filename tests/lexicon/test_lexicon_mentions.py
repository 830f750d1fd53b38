"""Certificates as people write them: a class alone, a trade for its paper, an unknown name."""

import pytest

from lexicon.mentions import certificates_named, find_certificates
from lexicon.nearest import nearest_certificates
from lexicon.tables import load_lexicon


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A2", ("drive_a2",)),
        ("a2", ("drive_a2",)),
        ("有A2", ("drive_a2",)),
        ("持B2，三年以上", ("drive_b2",)),
        ("油罐车司机（A2）", ("drive_a2",)),
        ("司机[A1/A3]", ("drive_a1", "drive_a3")),
        ("B2司机", ("drive_b2",)),
        ("C1驾照", ("drive_c1",)),
        ("有B2以上驾照", ("drive_b2",)),
        ("A2，货运从业资格证", ("drive_a2", "road_freight")),
        ("要求C1", ("drive_c1",)),
        ("有A1楼钥匙", ()),
        ("A1楼保安", ()),
        ("要A4纸", ()),
        ("仓管（A区）", ()),
        ("英语老师（B2）", ()),
        ("德语要B2", ()),
        ("需要C1-2型号", ()),
    ],
)
def test_a_class_alone_is_read_where_it_is_a_licence(text, keys):
    assert find_certificates(text) == keys


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("电工 低压", ("electrician_low",)),
        ("低压电工", ("electrician_low",)),
        ("高压电工", ("electrician_high",)),
        ("汽车维修工高级", ("auto_repair_3",)),
        ("保安员", ("security_guard",)),
        ("A2", ("drive_a2",)),
        ("英语B2", ()),
        ("没听说过的证", ()),
        ("", ()),
    ],
)
def test_a_name_typed_as_a_certificate_may_leave_out_its_last_word(name, keys):
    assert certificates_named(name) == keys


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("开塔吊的本", "crane_q2"),
        ("高级汽修师傅资格", "auto_repair_3"),
        ("叉车操作资格", "forklift_n1"),
        ("挖机本", "excavator"),
    ],
)
def test_the_nearest_name_comes_first(name, key):
    assert nearest_certificates(name)[0] == key


@pytest.mark.parametrize("name", ["", "没听说过的证", "村里发的能手证", "！！", "证"])
def test_a_name_like_none_has_no_suggestion(name):
    assert nearest_certificates(name) == ()


def test_every_suggestion_is_a_certificate_and_there_are_few():
    known = load_lexicon().certificates
    for certificate in known.values():
        near = nearest_certificates(certificate.name)
        assert len(near) <= 4
        assert certificate.key in near
        assert set(near) <= known.keys()
