"""Divisions: the file, reading place names, containment, nearness."""

import pytest

from core.errors import NotFoundError
from people.divisions import queries
from people.divisions.atlas import Nearness, covers, find_place, nearness, place_name, places
from people.divisions.models import DivisionLevel


def test_the_file_holds_the_county_the_province_and_the_country() -> None:
    by_level = [place.level for place in places().values()]

    assert len(queries.townships()) == 23
    assert by_level.count("PROVINCE") == 34
    assert by_level.count("CITY") == 333
    assert len([code for code in places() if len(code) == 6 and code.startswith("34")]) == 104
    assert {level.value for level in DivisionLevel} - {"VILLAGE"} == set(by_level)


def test_every_code_is_in_known_divisions() -> None:
    lost = [code for code in places() if len(code) > 4 and code[:4] not in places()
            and code[:2] not in places()]  # fmt: skip

    assert lost == []


def test_no_two_townships_share_a_tile() -> None:
    tiles = {(place.map_row, place.map_column) for place in queries.townships()}

    assert len(tiles) == 23
    assert all(1 <= row <= 8 and 1 <= column <= 8 for row, column in tiles if row and column)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("榴城镇", "340321100"),
        ("榴城", "340321100"),
        ("怀远县", "340321"),
        ("怀远", "340321"),
        ("蚌埠市怀远县榴城镇", "340321100"),
        ("安徽省蚌埠市怀远县榴城镇禹都大道 88 号", "340321100"),
        ("安徽·蚌埠·怀远", "340321"),
        ("怀远县龙亢工业园", "340321102"),
        ("龙亢农场", "340321400"),
        ("怀远县经济开发区", "340321401"),
        ("广州-天河区", "4401"),
        ("上海市浦东新区", "31"),
        ("工作地点：苏州工业园区", "3205"),
        ("蚌 埠", "3403"),
        ("徐州/南京", "3203"),
        ("合肥等地", "3401"),
        ("吉林", "22"),
        ("吉林市", "2202"),
        ("海南", "46"),
        ("黄山", "3410"),
        ("黄山区", "341003"),
        ("宁波江北区", "330205"),
        ("浙江省宁波市江北区", "330205"),
        ("重庆市江北区", "500105"),
        ("北京朝阳区", "11"),
        ("内蒙古自治区包头市", "1502"),
    ],
)
def test_a_text_is_read_as_a_place(text: str, code: str) -> None:
    assert find_place(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "异地招聘", "全国", "江北区", "江北", "开发区", "朝阳区", "古城墙下", "大理石厂", "面议"],
)
def test_an_unknown_or_ambiguous_text_is_no_place(text: str) -> None:
    assert find_place(text) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("340321100", "怀远县榴城镇"),
        ("340321401", "安徽怀远经济开发区"),
        ("340321", "蚌埠市怀远县"),
        ("3403", "蚌埠市"),
        ("34", "安徽省"),
        ("3302", "浙江省宁波市"),
        ("330205", "浙江省宁波市江北区"),
        ("500105", "重庆市江北区"),
        ("", ""),
        (None, ""),
        ("999999", ""),
    ],
)
def test_a_place_is_written_as_it_is_locally(code: str | None, name: str) -> None:
    assert place_name(code) == name


def test_every_name_shown_is_read_as_the_same_place() -> None:
    wrong = [code for code in places() if find_place(place_name(code)) != code]

    assert wrong == []


def test_a_wider_place_covers_what_is_in_it() -> None:
    assert covers("34", "340321100")
    assert covers("340321", "340321")
    assert not covers("340321100", "340321")
    assert not covers("", "340321")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("340321100", "340321100", Nearness.SAME_TOWNSHIP),
        ("340321100", "340321104", Nearness.SAME_COUNTY),
        ("340321100", "340321", Nearness.SAME_COUNTY),
        ("340321", "340321", Nearness.SAME_COUNTY),
        ("340321100", "340302", Nearness.SAME_CITY),
        ("340321100", "3401", Nearness.SAME_PROVINCE),
        ("340321100", "31", Nearness.ELSEWHERE),
        ("340321100", None, Nearness.ELSEWHERE),
    ],
)
def test_nearness_depends_on_shared_divisions(one: str, other: str | None, near: Nearness) -> None:
    assert nearness(one, other) is near
    assert nearness(other, one) is near


def test_an_unknown_division_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        queries.division("340321999")


def test_choices_name_the_units_of_the_county() -> None:
    assert ("340321104", "常坟镇") in queries.township_choices()
    assert ("340321", "怀远县") in queries.county_choices()
    assert queries.place_choices(["3302"]) == [("3302", "浙江省宁波市")]
    assert queries.short_name("340321001") == "引凤"
    assert queries.short_name(None) == ""
