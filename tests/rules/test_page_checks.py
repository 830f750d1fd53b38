"""The check of every page a test opens finds faults, also on a page like one seen before."""

from html.parser import HTMLParser

import pytest

from tests.support.markup import Reader
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


class Events:
    """Notes what a parser hands over, texts that follow each other as one."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.events.append(("start", tag, attrs))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.events.append(("empty", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if self.events and self.events[-1][0] == "text":
            data = f"{self.events.pop()[1]}{data}"
        self.events.append(("text", data))


class Quick(Events, Reader):
    pass


class Standard(Events, HTMLParser):
    pass


PAGES = [
    SOUND,
    f"<!doctype html>\n<!-- 名单 -->\n{SOUND}\n",
    '<p title="a &amp; b &gt; c" hidden>1 &lt; 2 &nbsp;<br/><svg viewBox="0 0 1 1"/></p>',
    '<script type="application/ld+json">{"a": "<b>&amp;</b>"}</script><style>a>b{}</style><p>x</p>',
    "<p class=bare title='one'>unquoted</p><p>after</p>",  # from here on the standard parser reads
    "<p>1 < 2 and <3</p><!-- <b>no tag</b> --><p>x</p>",
    "text before <B>a capital</B><p",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_read_as_by_the_standard_parser(page):
    quick, standard = Quick(), Standard()
    for reader in (quick, standard):
        reader.feed(page)
        reader.close()

    assert quick.events == standard.events


def test_a_fault_is_named_with_its_line():
    page = SOUND.replace("<body>", "\n<body>\n</p>\n")

    assert faults_of(page)[0] == "</p> closes body at line 3"
    assert faults_of(page.replace("<body>", "<body id=bare>"))[0] == "</p> closes body at line 3"
