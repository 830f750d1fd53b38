"""What every page must pass: WCAG by axe, no sideways scroll, and where its links lead."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.window import Window

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RUN_AXE = """
async (tags) => {
  const found = await axe.run({ runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map((fault) =>
    `${fault.id}: ` + fault.nodes.slice(0, 3).map((node) => node.target + " " +
      (node.any[0] || node.all[0] || node.none[0] || {}).message).join(" | "));
}
"""
SET_MODE = """
(mode) => {
  if (mode) document.documentElement.dataset.mode = mode;
  else delete document.documentElement.dataset.mode;
}
"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"
# What sticks out: the page itself may not, and who does is named to mend it.
OVERFLOW = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.right > width + 1 && !element.closest(".sr");
  });
  const name = (e) => e.tagName.toLowerCase() + (e.className.baseVal ?? e.className ? "." +
    String(e.className.baseVal ?? e.className).replace(/ /g, ".") : "");
  return `${document.documentElement.scrollWidth} px on ${width}: ` +
    wide.slice(-4).map(name).join(", ");
}
"""
DOUBLE_TEXT = """
() => {
  const root = document.documentElement;
  root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px";
}
"""
SINGLE_TEXT = "() => { document.documentElement.style.fontSize = ''; }"


def page_faults(window: Window, size: Any) -> list[str]:
    """Return everything wrong with the page shown, at its own size and, on phones, in 大字版."""
    modes = ("",) if size["width"] > 1000 else ("", "elder")
    window.page.set_viewport_size(size)
    window.run(AXE)
    faults = []
    for mode in modes:
        window.run(SET_MODE, mode)
        found = accessibility_faults(window) + scroll_faults(window)
        faults += [f"{mode or 'standard'} {fault}" for fault in found]
    return faults


def accessibility_faults(window: Window) -> list[str]:
    """Return what axe, which must be in the page, finds against WCAG 2.0 to 2.2, A and AA."""
    found: list[str] = window.run(RUN_AXE, TAGS)
    return found


def scroll_faults(window: Window) -> list[str]:
    """Return what makes the page scroll sideways at 320 px, or at 390 px with text doubled."""
    usual = window.page.viewport_size
    window.page.set_viewport_size({"width": 320, "height": 700})
    narrow = window.run(OVERFLOW)
    window.page.set_viewport_size({"width": 390, "height": 844})
    window.run(DOUBLE_TEXT)
    large = window.run(OVERFLOW)
    window.run(SINGLE_TEXT)
    if usual:
        window.page.set_viewport_size(usual)
    named = {"320 px wide": narrow, "text doubled": large}
    return [f"{when}: {what}" for when, what in named.items() if what]


def links(window: Window) -> list[str]:
    """Return the paths of this app the page links to, each once."""
    here = urlsplit(window.address).netloc
    found: list[Any] = [urlsplit(link) for link in window.run(LINKS)]
    paths = [
        part.path + (f"?{part.query}" if part.query else "")
        for part in found
        if part.netloc == here
    ]
    return list(dict.fromkeys(paths))


def shape(path: str) -> str:
    """Return which kind of page a path leads to: numbers and filters do not tell pages apart."""
    return re.sub(r"/\d+", "/#", path.partition("?")[0])
