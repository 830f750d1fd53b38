"""The check of every page a test opens finds faults, also on a page like one seen before."""

import pytest

from tests.support.pages import faults_of

SOUND = (
    '<html lang="zh-CN"><head><title>名单</title></head><body><h1>名单</h1>'
    '<form action="/a" method="post"><label for="x">姓名</label><input id="x" value="张"></form>'
    '<a href="/veterans/1">张建国</a><b class="num">0a1b2c3d</b></body></html>'
)
FAULTS = {
    "id 'x' occurs twice": ("<h1>", '<h1 id="x">'),
    "inline style on <h1>": ("<h1>", '<h1 style="color: red">'),
    "inline onclick on <a>": ("<a ", '<a onclick="go()" '),
    "a form without an explicit action": (' action="/a"', ""),
    "2 h1 headings": ("<h1>", "<h1>甲</h1><h1>"),
    "no title": ("<title>名单</title>", "<title></title>"),
    "no label for input None": (' for="x"', ' for="y"'),
    "left open: ['p']": ("</html>", "</html><p>"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_on_a_page_like_a_sound_one(fault):
    here, there = FAULTS[fault]
    assert faults_of(SOUND) == ()

    assert faults_of(SOUND.replace(here, there, 1)) == (fault,)


def test_pages_that_differ_in_addresses_and_values_are_as_sound():
    other = SOUND.replace('"/a"', '"/b"').replace("/veterans/1", "/veterans/22").replace("张", "李")

    assert faults_of(SOUND) == faults_of(other.replace("0a1b2c3d", "ffffffff")) == ()
