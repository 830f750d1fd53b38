"""A phone page is light, and its Chinese is drawn."""

import gzip

import pytest

from tests.demo.world import LAO_ZHANG

pytestmark = pytest.mark.browser
MOST_BYTES = 60 * 1024
# Draws each character alone: characters without a glyph all give the same box.
DRAW = """
(signs) => signs.map((sign) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const pen = canvas.getContext("2d");
  pen.font = "48px " + getComputedStyle(document.body).fontFamily;
  pen.fillText(sign, 4, 52);
  return [...pen.getImageData(0, 0, 64, 64).data].filter((_, at) => at % 4 === 3).join();
})
"""
NO_SIGN = chr(0x10FFFD)


@pytest.mark.parametrize(
    "path", ["/matches", "/matches/1", "/me", "/me/service/new", "/open-vacancies"]
)
def test_first_load_of_a_phone_page_is_light(open_window, path):
    window = open_window(LAO_ZHANG)
    loaded = []
    window.page.on("response", lambda answer: loaded.append(answer))

    window.go(path)
    window.page.wait_for_load_state("networkidle")
    # What the page reports afterwards (204) has no body and delays nothing.
    fetched = [answer for answer in loaded if answer.request.method == "GET"]
    weights = {answer.url: len(gzip.compress(answer.body())) for answer in fetched}

    kinds = {answer.request.resource_type for answer in fetched}
    assert kinds >= {"document", "stylesheet", "script"}
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_chinese_is_drawn_and_not_boxes(open_window):
    window = open_window()
    window.go("/")

    old, soldier, box, blank = window.run(DRAW, ["老", "兵", NO_SIGN, " "])

    assert len({old, soldier, box, blank}) == 4
