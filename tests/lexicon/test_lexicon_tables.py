"""The lexicon's tables agree with each other, and mentions are found in free text."""

import csv
import re
import shutil

import pytest

from lexicon.mentions import find_certificates, find_specialty
from lexicon.tables import FOLDER, includes, is_exact, load_lexicon, read_lexicon, satisfies

GROUNDS = {
    "职责相同": (0.80, 0.95),
    "职责相近": (0.50, 0.80),
    "证书相通": (0.50, 0.90),
    "设备相通": (0.45, 0.80),
    "技能相通": (0.30, 0.60),
    "带兵管理": (0.30, 0.60),
    "纪律体能": (0.30, 0.60),
}
# The annex of 机动车驾驶证申领和使用规定, without what follows from it.
ANNEX = {
    "a1": "a3 b1 b2 c1 c2 c3 c4 m",
    "a2": "b1 b2 c1 c2 c3 c4 c6 m",
    "a3": "c1 c2 c3 c4",
    "b1": "c1 c2 c3 c4 m",
    "b2": "c1 c2 c3 c4 m",
    "c1": "c2 c3 c4",
    "c2": "",
    "c3": "c4",
    "c4": "",
    "c5": "",
    "c6": "",
    "d": "e f",
    "e": "f",
    "f": "",
}
# A text = the keys to be found in it, in order.
ADVERTISED = """
A2及以上 = drive_a2 ; 有C1驾照 = drive_c1 ; 持B证 = drive_b_any
持A照，三年以上安全驾龄 = drive_a_any ; c1本优先 = drive_c1 ; Ａ２ 驾照 = drive_a2
A1、A2证均可 = drive_a1 drive_a2 ; 持B2或A2驾照 = drive_b2 drive_a2
A1A2驾照 = drive_a1 drive_a2 ; 驾照要求：C1以上 = drive_c1 ; 驾驶证（B2） = drive_b2
急招A2半挂司机 = drive_a2 ; B2货车司机，月薪八千 = drive_b2 ; C1/C2均可 = drive_c1 drive_c2
会开车，有驾照 = drive_any ; 有摩托车驾驶证 = drive_e ; 持叉车驾驶证上岗 = forklift_n1
持N1叉车证、电工证 = forklift_n1 electrician_low ; 电工上岗证 = electrician_low
低压电工证、高压电工证 = electrician_low electrician_high ; 高级电工证 = electrician_skill_3
焊工证或登高证 = weld_fusion height_any ; 中级消防设施操作员 = fire_operator_4
消控证中级 = fire_operator_4 ; 三级厨师证，健康证 = cook_3 health_card
保安证 = security_guard ; CAAC超视距 = uav_caac_bvlos ; 有无人机执照 = uav_caac_vlos
需货运从业资格证 = road_freight ; 押运员证 = road_dangerous_escort
二级建造师带B证 = builder_2 site_safety_b ; 建筑安全员C证 = site_safety_c
安全员证，C照 = safety_manager drive_any ; 普通话二级甲等以上 = putonghua_2a
初级会计证 = accountant_junior ; 电梯T证 = lift_t ; 健康证、健康证明 = health_card
英语B2以上 = ; IT证书 = ; A类本科院校 = ; A证券公司 = ; A4纸打印 = ; 在B1层停车场 =
二级甲等医院 = ; 统一建设，提高项目质量 =
"""
TRADES = """
汽车驾驶 = driver_truck ; 在部队是汽车兵 = driver_truck
小车司机 = driver_staff ; 炊事班做饭 = cook ; 炊事班长 = cook_leader ; 猪倌 = livestock
通信兵 = comm_general ; 有线通信兵 = comm_wire ; 总机话务 = comm_switch ; 警卫员 = guard
随身警卫 = bodyguard ; 雷达操纵员 = radar_operate ; 雷达修理 = radar_repair
挖掘机操作手 = engineer_machine ; 舟桥兵 = bridge ; 连队卫生员 = medic
坦克驾驶员，五年 = tank_driver ; 油料员 = fuel ; 仓库 保管员 = warehouse ; 文书 = clerk
特种兵 = special_ops ; 消防战士 = firefighter ; 军犬训导员 = dog ; 无人机飞手 = uav
无人机驾驶 = uav ; 飞机机务 = aircraft_mech ; 舰艇轮机兵 = ship_engine ; 防化兵 = nbc
指导员 = political ; 新兵班长 = squad_leader ; 军乐队 = band ; 开发票 =
"""
UNIT = re.compile(r"[0-9０-９一二三四五六七八九十百零〇两]+(?:部队|分队|支队|旅|团|营|师(?!证|职))")


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "lexicon")


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cases(table):
    parts = re.split(r" ; |\n", table.strip())
    return [(text, keys.split()) for text, _, keys in (part.partition(" =") for part in parts)]


# The tables


def test_tables_have_their_least_size(lexicon):
    edges = [edge for trade in lexicon.specialties.values() for edge in trade.edges]

    assert len(lexicon.specialties) >= 120
    assert len(edges) >= 360
    assert len(lexicon.certificates) >= 110
    assert len(set(lexicon.synonyms.values())) >= 250
    assert len(lexicon.stop_words) >= 300


def test_every_trade_has_two_to_six_occupations(lexicon):
    counts = {key: len(trade.edges) for key, trade in lexicon.specialties.items()}

    assert [key for key, count in counts.items() if not 2 <= count <= 6] == []


def test_edges_of_a_trade_are_sorted_by_confidence(lexicon):
    for trade in lexicon.specialties.values():
        confidences = [edge.confidence for edge in trade.edges]

        assert confidences == sorted(confidences, reverse=True), trade.key


def test_every_edge_has_a_listed_occupation(lexicon):
    codes = {edge.occupation_code for trade in lexicon.specialties.values() for edge in trade.edges}
    if not lexicon.occupations:
        pytest.skip("occupations.csv is not there")

    assert sorted(codes - lexicon.occupations.keys()) == []


def test_confidence_is_in_the_range_of_its_source():
    for row in rows("specialty_edges.csv"):
        editor, ground = row["source"].split("：")
        low, high = GROUNDS[ground]

        assert editor == "编者审定"
        assert low <= float(row["confidence"]) <= high, row
        assert row["confidence"][-1] in "05", row
        assert row["skills"], row


def test_keys_are_short_ascii(lexicon):
    keys = [*lexicon.specialties, *lexicon.certificates]

    assert [key for key in keys if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", key)] == []


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.*")))
def test_no_text_looks_like_a_unit_designation(name):
    assert UNIT.findall((FOLDER / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["某12345部队", "第一二三旅", "3营", "六十一团"])
def test_the_check_finds_unit_designations(text):
    assert UNIT.search(text)


def test_trades_name_no_weapon_system():
    cells = [row["name"] + row["aliases"] + row["note"] for row in rows("specialties.csv")]

    assert [cell for cell in cells if re.search(r"[0-9A-Za-z]", cell)] == []


def test_no_stop_word_is_a_name_or_alias(lexicon):
    trades = {word for item in lexicon.specialties.values() for word in (item.name, *item.aliases)}
    papers = {word for item in lexicon.certificates.values() for word in (item.name, *item.aliases)}
    synonyms = {*lexicon.synonyms, *lexicon.synonyms.values()}

    assert lexicon.stop_words & (trades | papers | synonyms) == set()


def test_user_words_have_the_names_and_aliases_once(lexicon):
    words = lexicon.user_words

    assert {"炊事", "炊事班", "A2驾照", "叉车工", "压缩式垃圾车"} <= set(words)
    assert len(words) == len(set(words))
    assert all(re.fullmatch(r"\w{2,}", word) for word in words)


def test_a_variant_has_one_canonical_word(lexicon):
    assert lexicon.synonyms["开车"] == "驾驶"
    assert lexicon.synonyms["电焊"] == "焊接"
    assert not set(lexicon.synonyms) & set(lexicon.synonyms.values())


# What a certificate includes


@pytest.mark.parametrize("held", ANNEX)
def test_driving_classes_include_those_of_the_annex(lexicon, held):
    lettered = {f"drive_{name}" for name in [*ANNEX, "m", "n", "p"]}
    expected = {f"drive_{name}" for name in [held, *ANNEX[held].split()]}

    assert includes(lexicon, f"drive_{held}") & lettered == expected


def test_a2_covers_b2_and_c1_but_not_a1():
    assert satisfies(["drive_a2"], "drive_b2")
    assert satisfies(["drive_a2"], "drive_c1")
    assert not satisfies(["drive_a2"], "drive_a1")


def test_c1_does_not_cover_b2():
    assert not satisfies(["drive_c1"], "drive_b2")


@pytest.mark.parametrize(
    ("held", "needed", "enough"),
    [
        ("drive_b1", "drive_b_any", True),
        ("drive_a1", "drive_b_any", True),
        ("drive_c1", "drive_any", True),
        ("drive_any", "drive_c1", False),
        ("drive_a_any", "drive_b2", False),
        ("fire_operator_3", "fire_operator_4", True),
        ("fire_operator_5", "fire_operator_4", False),
        ("uav_caac_instructor", "uav_caac_vlos", True),
        ("uav_caac_vlos", "uav_caac_bvlos", False),
        ("builder_1", "builder_2", True),
        ("cook_1", "cook_5", True),
        ("electrician_high", "electrician_low", False),
        ("electrician_low", "special_operation_any", True),
        ("height_scaffold", "height_any", True),
        ("height_any", "height_scaffold", False),
        ("teacher_senior", "teacher_primary", True),
        ("accountant", "accountant_junior", True),
    ],
)
def test_one_certificate_does_or_does_not_satisfy_another(held, needed, enough):
    assert satisfies([held], needed) is enough


def test_no_certificate_satisfies_no_requirement():
    assert not satisfies([], "drive_c1")
    assert not satisfies([""], "")


def test_one_of_several_certificates_is_enough():
    assert satisfies(["health_card", "drive_b2"], "drive_c2")


def test_an_unlisted_key_satisfies_only_itself(lexicon):
    assert includes(lexicon, "unheard_of") == {"unheard_of"}


def test_closures_are_transitive_and_without_cycles(lexicon):
    for key, closure in lexicon.closures.items():
        assert key in closure
        assert closure == frozenset().union(*(lexicon.closures[part] for part in closure))
        assert all(key not in lexicon.closures[part] for part in closure - {key})


# Mentions in free text


@pytest.mark.parametrize(("text", "found"), cases(ADVERTISED))
def test_certificates_are_found_in_the_words_of_advertisements(text, found):
    assert find_certificates(text) == tuple(found)


@pytest.mark.parametrize(("text", "found"), cases(TRADES))
def test_trades_are_found_by_everyday_words(text, found):
    assert find_specialty(text) == (found[0] if found else None)


def test_of_two_trades_with_equally_long_names_the_first_mentioned_wins():
    assert find_specialty("炊事、气象") == "cook"
    assert find_specialty("气象、炊事") == "weather"


def test_every_trade_is_found_by_its_own_name_and_aliases(lexicon):
    words = {
        word: trade.key
        for trade in lexicon.specialties.values()
        for word in (trade.name, *trade.aliases)
    }

    assert {word: find_specialty(word) for word in words} == words


def test_every_certificate_is_found_by_its_aliases(lexicon):
    words = {word: item.key for item in lexicon.certificates.values() for word in item.aliases}
    found = {word: find_certificates(word) for word in words}

    assert {word: keys for word, keys in found.items() if keys != (words[word],)} == {}


# Faults are named with file and line


def append(folder, name, line):
    path = folder / name
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return f"{name}:{len(path.read_text(encoding='utf-8').splitlines())}"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("specialties.csv", "cook,炊事二,,,"),
        ("specialties.csv", "cook_two,炊事二,炊事班,,"),
        ("specialties.csv", "cook_two,炊事二,,CAVALRY,"),
        ("specialties.csv", "cook_two,炊事二"),
        ("specialties.csv", "cook_two,炊事二,,,,"),
        ("specialty_edges.csv", "cook_two,4-07-05-01,0.50,编者审定：职责相近,巡逻"),
        ("specialty_edges.csv", "guard,4-07-05-01,0.50,编者审定：职责相近,巡逻"),
        ("specialty_edges.csv", "guard,3-02-03-01,0.25,编者审定：职责相近,巡逻"),
        ("specialty_edges.csv", "guard,3-02-03-01,half,编者审定：职责相近,巡逻"),
        ("certificates.csv", "drive_z,证,paper,,,,,"),
        ("certificates.csv", "drive_z,证,licence,A2驾照,,,,"),
        ("certificates.csv", "drive_z,证,licence,,drive_y,,,"),
        ("certificates.csv", "drive_z,证,licence,,drive_z,,,"),
        ("certificates.csv", "drive_z,证,licence,,,,soon,"),
        ("synonyms.csv", "行驶,开车"),
        ("stop_words.txt", "岗位职责"),
    ],
)
def test_a_fault_is_named_with_file_and_line(folder, name, line):
    where = append(folder, name, line)

    with pytest.raises(ValueError, match=f"^{re.escape(where)}: "):
        read_lexicon(folder)


def test_wrong_columns_are_named(folder):
    (folder / "synonyms.csv").write_text("canonical\n驾驶\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^synonyms.csv:1: need the columns canonical,variants"):
        read_lexicon(folder)


def test_a_cycle_of_includes_is_refused(folder):
    append(folder, "certificates.csv", "one,甲证,licence,,two,,,\ntwo,乙证,licence,,one,,,")

    with pytest.raises(ValueError, match=r"^certificates.csv:\d+: a circle of includes"):
        read_lexicon(folder)


def test_an_edge_to_an_unlisted_occupation_is_refused(folder):
    (folder / "occupations.csv").write_text(
        "code,name,aliases,skills\n4-07-05-01,保安员,保安|门卫,巡逻\n", encoding="utf-8"
    )

    with pytest.raises(ValueError, match=r"^specialty_edges.csv:\d+: .* is not in occupations.csv"):
        read_lexicon(folder)


@pytest.mark.parametrize("line", ["4-07-05,保安,,", "4-07-05-01,保安员,,\n4-07-05-01,保安员,,"])
def test_an_invalid_or_repeated_occupation_code_is_refused(folder, line):
    (folder / "occupations.csv").write_text(f"code,name,aliases,skills\n{line}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^occupations.csv:\d: '4-07-05"):
        read_lexicon(folder)


def test_slang_patterns_are_joined_into_one(folder):
    (folder / "slang.csv").write_text("pattern,note\n急招,催\n月入\\d+,价\n", encoding="utf-8")

    slang = read_lexicon(folder).slang

    assert slang.sub("", "急招司机月入8000") == "司机"


def test_a_broken_slang_pattern_is_named(folder):
    (folder / "slang.csv").write_text("pattern,note\n急招,催\n(,坏\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^slang.csv:3: "):
        read_lexicon(folder)


def test_without_occupations_and_slang_the_rest_still_loads(folder):
    for name in ("occupations.csv", "slang.csv"):
        (folder / name).unlink(missing_ok=True)

    lexicon = read_lexicon(folder)

    assert lexicon.occupations == {}
    assert lexicon.slang is None
    assert lexicon.specialties["cook"].edges


def test_quick_and_common_certificates_are_few_with_where(lexicon):
    assert "health_card" in lexicon.quick
    assert all(one.where and one.cost for one in lexicon.quick.values())
    assert not any(mark in one.cost for one in lexicon.quick.values() for mark in "元块0123456789")
    assert {"drive_c1", "drive_any"} <= lexicon.common
    assert not lexicon.common & {"drive_a1", "drive_a2", "drive_b2"}


@pytest.mark.parametrize(
    ("held", "needed", "exact"),
    [
        ("drive_a2", "drive_a2", True),
        ("drive_a2", "drive_a_any", True),
        ("drive_a2", "drive_b2", False),
        ("drive_a2", "drive_any", False),
        ("drive_c1", "drive_any", True),
        ("electrician_low", "special_operation_any", True),
        ("cook_3", "cook_5", False),
    ],
)
def test_what_is_exactly_needed_differs_from_what_covers_it(lexicon, held, needed, exact):
    assert needed in includes(lexicon, held)
    assert is_exact(lexicon, held, needed) is exact


@pytest.mark.parametrize(
    ("trade", "occupation"),
    [
        ("radar_operate", "信息通信网络运行管理员"),
        ("ew", "网络与信息安全管理员"),
        ("missile", "起重装卸机械操作工"),
        ("artillery", "起重装卸机械操作工"),
        ("air_defense", "起重装卸机械操作工"),
        ("tank_gunner", "起重装卸机械操作工"),
        ("medic", "动物疫病防治员"),
    ],
)
def test_a_trade_leads_to_no_work_of_another_craft(lexicon, trade, occupation):
    names = {
        lexicon.occupations[edge.occupation_code].name for edge in lexicon.specialties[trade].edges
    }

    assert names
    assert occupation not in names


def test_a_radar_operator_watches_screens_rather_than_runs_networks(lexicon):
    edges = {
        lexicon.occupations[edge.occupation_code].name: edge.confidence
        for edge in lexicon.specialties["radar_operate"].edges
    }

    assert edges["消防设施操作员"] >= 0.45
    assert max(edges.values()) == edges["航空通信导航监视员"]
