"""Take the pictures of the documentation from the software itself, run on the demo county.

`python -m tools.pictures` writes docs/pictures/phone.png and docs/pictures/desk.png.
"""

import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from demo import operations
from demo.cast import PASSWORD, Member
from tests.demo.world import LAO_ZHANG, MANAGER_WANG, OFFICER_CHEN
from tests.support import browser, databases

FOLDER = Path(__file__).resolve().parent.parent / "docs/pictures"
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=800)
GAP = 24
MOST_BYTES = 400_000
FIRST_CANDIDATES = "/vacancies/1/candidates"
SHEET = """<!doctype html>
<style>body {{ margin: 0; padding: {gap}px; display: flex; gap: {gap}px; background: #e8ebe9; }}
img {{ display: block; align-self: start; width: {width}px; border-radius: {radius}px; }}</style>
{pictures}
"""


@contextmanager
def county() -> Iterator[str]:
    """Serve a new demo county and yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        app = databases.SqliteDatabase(Path(folder)).app
        with databases.pushed(app):
            operations.load_demo()
        with browser.served(app) as address:
            yield address


def sign_in(chromium: Browser, address: str, person: Member, size: ViewportSize) -> Page:
    """Return a browser page signed in as a person of the cast."""
    page = chromium.new_context(viewport=size, locale="zh-CN").new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("手机号").fill(person.phone)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    return page


def phone_pictures(chromium: Browser, address: str) -> list[bytes]:
    """Return pictures of the driver's list, the same in 大字版, and the first vacancy's score."""
    page = sign_in(chromium, address, LAO_ZHANG, PHONE)
    standard = page.screenshot()
    page.get_by_role("link", name="怎么算的").first.click()
    page.get_by_role("heading", name="怎么算的").wait_for()
    why = page.screenshot()
    page.goto(f"{address}/matches")
    page.get_by_role("button", name="大字版").click()
    page.get_by_role("button", name="标准版").wait_for()
    return [standard, page.screenshot(), why]


def desk_pictures(chromium: Browser, address: str) -> list[bytes]:
    """Return pictures of the bureau's first page and of an employer's candidates."""
    officer = sign_in(chromium, address, OFFICER_CHEN, DESK)
    officer.goto(f"{address}/employers/queue")
    employer = sign_in(chromium, address, MANAGER_WANG, DESK)
    employer.goto(f"{address}{FIRST_CANDIDATES}")
    return [officer.screenshot(), employer.screenshot()]


def side_by_side(chromium: Browser, pictures: list[bytes], *, width: int, radius: int) -> bytes:
    """Return several pictures side by side, each scaled to a width in pixels."""
    images = [f'<img src="data:image/png;base64,{b64encode(one).decode()}">' for one in pictures]
    wide = ViewportSize(width=len(pictures) * (width + GAP) + GAP, height=800)
    page = chromium.new_page(viewport=wide)
    page.set_content(SHEET.format(width=width, radius=radius, gap=GAP, pictures="".join(images)))
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    return page.locator("body").screenshot()


def write(name: str, picture: bytes) -> None:
    """Store a picture, unless it is too heavy for a page of documentation."""
    if len(picture) > MOST_BYTES:
        raise ValueError(f"{name} has {len(picture)} bytes, at most {MOST_BYTES} are wanted")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_bytes(picture)


def main() -> None:
    """Take both pictures."""
    with county() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.executable(), args=list(browser.FLAGS)
        )
        phone = phone_pictures(chromium, address)
        desk = desk_pictures(chromium, address)
        write("phone.png", side_by_side(chromium, phone, width=390, radius=28))
        write("desk.png", side_by_side(chromium, desk, width=760, radius=12))


if __name__ == "__main__":
    main()
