"""The table of what occupations certificates are for: its rows, and what it refuses."""

import csv
import shutil

import pytest

from lexicon.tables import FOLDER, load_lexicon, read_lexicon

GROUNDS = {
    "凭证上岗": (0.50, 0.50),
    "证书同名": (0.50, 0.50),
    "准驾车型": (0.50, 0.50),
    "工作相关": (0.35, 0.40),
}


@pytest.fixture
def lexicon():
    return load_lexicon()


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "data")
    return tmp_path / "data"


def test_edges_of_certificates_are_within_the_range_of_their_ground():
    with (FOLDER / "certificate_edges.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) >= 200
    for row in rows:
        editor, ground = row["source"].split("：")
        low, high = GROUNDS[ground]
        assert editor == "编者审定"
        assert low <= float(row["confidence"]) <= high, row


@pytest.mark.parametrize(
    ("certificate", "occupation"),
    [
        ("weld_fusion", "焊工"),
        ("forklift_n1", "专用车辆驾驶员"),
        ("cook_5", "中式烹调师"),
        ("electrician_low", "电工"),
        ("nurse", "护理人员"),
        ("nurse", "养老护理员"),
        ("security_guard", "保安员"),
        ("uav_caac_vlos", "无人机驾驶员"),
        ("fitness_coach", "社会体育指导员"),
        ("drive_a2", "道路货运汽车驾驶员"),
        ("welder_skill_1", "焊工"),
    ],
)
def test_a_certificate_is_for_its_occupation(lexicon, certificate, occupation):
    codes = lexicon.certificate_trades.by_certificate[certificate]

    assert occupation in {lexicon.occupations[code].name for code in codes}


def test_only_a_licence_is_needed_by_law(lexicon):
    statutory = lexicon.certificate_trades.statutory

    assert statutory["2-05-08-00"] == ("nurse",)
    assert "4-07-05-01" not in statutory
    assert {lexicon.certificates[key].kind for keys in statutory.values() for key in keys} == {
        "licence"
    }


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("drive_c1,4-02-02-02,0.50,编者审定：准驾车型", "one without occupations"),
        ("health_card,4-03-02-01,0.50,编者审定：证书同名", "one without occupations"),
        ("no_such,4-03-02-01,0.50,编者审定：证书同名", "is no certificate"),
        ("nurse,9-99-99-99,0.50,编者审定：证书同名", "is not in occupations.csv"),
        ("nurse,2-05-08-06,0.60,编者审定：证书同名", r"must be in \[0.3, 0.5\]"),
        ("nurse,2-05-08-00,0.50,编者审定：证书同名", "is taken by"),
        ("tea_5,4-03-02-08,0.50,编者审定：凭证上岗", "is no licence"),
    ],
)
def test_a_wrong_edge_of_a_certificate_is_refused_with_its_line(folder, line, fault):
    with (folder / "certificate_edges.csv").open("a", encoding="utf-8") as table:
        table.write(f"{line}\n")

    with pytest.raises(ValueError, match=rf"^certificate_edges.csv:\d+: .*{fault}"):
        read_lexicon(folder)
