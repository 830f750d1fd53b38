"""Checks of every page: WCAG by axe, no horizontal scrolling, and its links."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ViewportSize

from tests.browser.window import Window

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
PHONE = ViewportSize(width=390, height=844)
SMALL_PHONE = ViewportSize(width=320, height=700)
DESK = ViewportSize(width=1280, height=900)
RUN_AXE = """
async ([mode, tags]) => {
  if (mode) document.documentElement.dataset.mode = mode;
  else delete document.documentElement.dataset.mode;
  const found = await axe.run({ runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map((fault) =>
    `${fault.id}: ` + fault.nodes.slice(0, 3).map((node) => node.target + " " +
      (node.any[0] || node.all[0] || node.none[0] || {}).message).join(" | "));
}
"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"
# Every kind of element on a page with its ancestors, without words and numbers.
KINDS = r"""
() => {
  const tag = (element) => element.cloneNode(false).outerHTML.replace(/\d+/g, "#")
    .replace(/ (value|href|action|data-confirm|data-copy|d|x|y|width)="[^"]*"/g, "");
  const all = [...document.body.querySelectorAll("*:not(path)")];
  return [...new Set(all.map((element) => tag(element.parentElement) + tag(element)))];
}
"""
# The page itself may not scroll sideways; the elements that stick out are named.
OVERFLOW = """
([mode, factor]) => {
  const root = document.documentElement;
  if (mode) root.dataset.mode = mode;
  else delete root.dataset.mode;
  root.style.fontSize = factor * parseFloat(getComputedStyle(root).fontSize) + "px";
  const [width, needed] = [root.clientWidth, root.scrollWidth];
  const range = document.createRange();
  const end = (element) => {
    range.selectNodeContents(element);
    return Math.max(element.getBoundingClientRect().right, range.getBoundingClientRect().right);
  };
  const name = (element) => element.tagName.toLowerCase() +
    [...element.classList].map((word) => "." + word).join("") + " " + Math.round(end(element));
  const wide = needed <= width ? [] : [...document.querySelectorAll("body *:not(.sr)")]
    .filter((element) => end(element) > width + 1).slice(-6).map(name);
  root.style.fontSize = "";
  return needed <= width ? "" : `${needed} px on ${width}: ` + wide.join(", ");
}
"""


def page_faults(window: Window, known: set[str]) -> list[str]:
    """Return the faults of the page shown: at its size, on phones also in 大字版.

    axe checks structure and appearance, not words: where every kind of element of a page occurred
    on a page of the same layout checked before (`known`), it is not run again. Words can be too
    wide, so each kind of page is measured once, too.
    """
    is_desk = bool(window.page.locator("html.desk").count())
    modes = ("",) if is_desk else ("", "elder")
    kinds = {f"{is_desk} {kind}" for kind in window.run(KINDS)}
    page = {shape(window.path)}
    faults: list[str] = []
    if not kinds <= known:
        window.page.set_viewport_size(DESK if is_desk else PHONE)
        window.run(AXE)
        faults += [f"{mode} {fault}" for mode in modes for fault in _axe_faults(window, mode)]
    if not kinds | page <= known:
        faults += _scroll_faults(window, modes)
    known |= kinds | page
    return faults


def _axe_faults(window: Window, mode: str) -> list[str]:
    found: list[str] = window.run(RUN_AXE, [mode, TAGS])
    return found


def _scroll_faults(window: Window, modes: tuple[str, ...]) -> list[str]:
    """Return the elements that make the page scroll sideways, with double text or a small phone."""
    faults = []
    for size, factor in ((PHONE, 2), (SMALL_PHONE, 1)):
        window.page.set_viewport_size(size)
        for mode in modes:
            found = window.run(OVERFLOW, [mode, factor])
            faults += [f"{mode} text x {factor}: {found}"] if found else []
    return faults


def axe_faults(window: Window) -> list[str]:
    """Return the violations of WCAG 2.0 to 2.2, A and AA, in the standard version."""
    window.run(AXE)
    return _axe_faults(window, "")


def links(window: Window) -> list[str]:
    """Return the paths of this site the page links to, each once."""
    here = urlsplit(window.address).netloc
    found = [urlsplit(link) for link in window.run(LINKS)]
    own = (
        part._replace(scheme="", netloc="", fragment="") for part in found if part.netloc == here
    )
    return list(dict.fromkeys(part.geturl() for part in own))


def shape(path: str) -> str:
    """Return the kind of page of a path: without numbers and filters."""
    return re.sub(r"/\d+", "/#", path.partition("?")[0])
