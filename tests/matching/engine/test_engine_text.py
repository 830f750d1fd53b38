import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.config import ROOT
from lexicon.tables import load_lexicon
from matching.engine.text import (
    CACHE_ENTRIES,
    Analyzer,
    JiebaSegmenter,
    character_grams,
    normalise,
    private_cache_dir,
    runs,
    singular,
)

DEMO, WORDS = ROOT / "demo" / "data", ROOT / "lexicon" / "data"

ANALYZER = Analyzer(segment=JiebaSegmenter(["叉车司机"]), stop_words=["的"])


def test_full_width_letters_and_stray_radicals_become_plain():
    assert normalise("Ａ２ 货⻋") == "a2 货车"


@pytest.mark.parametrize("licence", ["A2", "B2", "C1", "PLC", "C++", "3.5"])
def test_licence_classes_and_latin_runs_stay_whole_in_both_views(licence):
    assert licence.lower() in ANALYZER.words(f"持{licence}证")
    assert licence.lower() in ANALYZER.grams(f"持{licence}证")


def test_character_grams_do_not_cross_a_comma():
    assert character_grams("电工,焊工") == ("电", "工", "电工", "焊", "工", "焊工")


def test_search_mode_gives_the_long_word_and_the_short_ones_inside():
    assert set(ANALYZER.words("叉车司机")) == {"叉车", "司机", "叉车司机"}


def test_stop_words_and_punctuation_are_not_terms():
    assert ANALYZER.words("我的、！") == ("我",)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("drivers", "driver"), ("bodies", "body"), ("class", "class"), ("bus", "bus"), ("a2", "a2")],
)
def test_plural_endings_of_latin_words_are_dropped(word, expected):
    assert singular(word) == expected


def test_another_segmenter_can_be_used():
    analyzer = Analyzer(segment=str.split)

    assert analyzer.words("焊工 电工") == ("焊工", "电工")


def test_a_text_seen_before_is_not_cut_again():
    cut = []

    def segment(text):
        cut.append(text)
        return text.split()

    analyzer = Analyzer(segment=segment)
    analyzer.words("焊工")
    analyzer.words("焊工")

    assert cut == ["焊工"]


def test_the_cache_of_texts_is_bounded():
    analyzer = Analyzer(segment=str.split)

    for number in range(CACHE_ENTRIES + 1):
        analyzer.words(str(number))

    assert len(analyzer._words) == 1


def test_an_analyzer_survives_pickling_and_cuts_alike():
    copy = pickle.loads(pickle.dumps(ANALYZER))

    assert copy.words("叉车司机证") == ANALYZER.words("叉车司机证")


def test_the_dictionary_cache_is_in_a_folder_only_its_owner_can_enter(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    folder = private_cache_dir()

    assert folder == tmp_path / "rongye"
    assert folder.stat().st_mode & 0o077 == 0


def test_without_a_writable_home_the_cache_gets_a_fresh_private_folder(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))

    folder = private_cache_dir()

    assert blocked not in folder.parents
    assert folder.stat().st_mode & 0o077 == 0


def test_two_threads_at_once_load_one_dictionary():
    segmenter = JiebaSegmenter(["叉车司机"])

    with ThreadPoolExecutor(4) as pool:
        cuts = list(pool.map(segmenter, ["叉车司机"] * 8))

    assert all(sorted(cut) == ["叉车", "叉车司机", "司机"] for cut in cuts)


def test_the_fast_segmenter_gives_the_words_of_jieba():
    """Checked on every name, alias and skill of the lexicon and every text of the demo county."""
    lexicon = load_lexicon()
    plain, fast = (JiebaSegmenter(lexicon.user_words, is_fast=is_fast) for is_fast in (False, True))
    texts = [*DEMO.rglob("*.json"), *DEMO.rglob("*.csv"), *WORDS.glob("*.csv")]
    found = {run for path in texts for run in runs(path.read_text(encoding="utf-8"))}
    han = sorted(run for run in found if not run.isascii())

    assert len(han) > 20_000
    assert [run for run in han if list(plain(run)) != list(fast(run))] == []


def test_without_the_fast_segmenter_jieba_is_used():
    code = (
        "import sys; sys.modules['rjieba'] = None\n"
        "from matching.engine.text import JiebaSegmenter\n"
        "cut = JiebaSegmenter(['叉车司机'])\n"
        "print(cut.is_fast, sorted(cut('叉车司机')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)

    assert done.stdout.strip() == "False ['叉车', '叉车司机', '司机']"
