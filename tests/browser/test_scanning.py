"""Codes read by a camera: an invented camera shows a real code, with either reader."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from core import clock
from core.db import db, transaction
from demo.cast import PASSWORD
from fairs.fairs.models import Fair, FairStatus, SignUp
from people.veterans.models import Veteran
from tests.browser.checks import DESK, PHONE
from tests.browser.window import Window
from tests.demo.world import LAO_ZHANG, STATION_ZHOU
from tests.support import browser, databases

pytestmark = pytest.mark.browser
CODE = "ACDE-FGHJ-KMNP"
WIDTH, HEIGHT, GREY = 640, 480, 160
HOST = "job.example"  # found on this machine by the browser alone, and no secure context
# Stands for a browser with a reader of its own; it has seen nothing before it is asked.
OWN_READER = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return FORMATS; }
  async detect(source) {
    if (!(source instanceof HTMLVideoElement)) throw new TypeError("no video");
    return DETECT;
  }
};
"""
SECOND_OF_FILM = """
() => new Promise((done) => {
  const video = document.querySelector("video");
  const timer = setInterval(() => {
    if (video.currentTime > 1) { clearInterval(timer); done(); }
  }, 100);
})
"""
WAIT = 600_000
INSECURE = "Cross-Origin-Opener-Policy header has been ignored"  # what a browser logs without https


@dataclass
class Door:
    """The door of a running fair, and what the browser asked the server for."""

    page: Page
    window: Window
    asked: list[str]

    def came(self) -> int:
        """Return how many have checked in, as the page shows it."""
        figure = self.page.locator(".kpi", has_text="到场").first.inner_text()
        return int(re.sub(r"\D", "", figure))


def film(path: Path, text: str) -> Path:
    """Write a film of a grey wall with a code in its middle, as a camera would see it."""
    code = [bytes(line) for line in segno.make_qr(text, error="m").matrix_iter(scale=7, border=4)]
    rows = [bytearray([GREY] * WIDTH) for _ in range(HEIGHT)]
    top, left = (HEIGHT - len(code)) // 2, (WIDTH - len(code)) // 2
    for y, line in enumerate(code):
        rows[top + y][left : left + len(line)] = bytes(20 if dark else 235 for dark in line)
    colour = bytes([128]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + b"".join(rows) + colour
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + frame * 2)
    return path


@pytest.fixture(scope="module")
def running(county: Flask) -> Iterator[int]:
    """A fair of today, at which one veteran is expected."""
    with databases.pushed(county):
        with transaction(audited=False):
            now = clock.now()
            fair = Fair(
                title="扫码的招聘会",
                status=FairStatus.RUNNING,
                starts_at=now - timedelta(hours=1),
                ends_at=now + timedelta(hours=3),
                township_code=STATION_ZHOU.division_code,
                published_at=now,
            )
            named = select(Veteran).where(Veteran.name == LAO_ZHANG.name)
            veteran = db.session.scalars(named).first()
            assert veteran is not None
            db.session.add(fair)
            db.session.flush()
            row = SignUp(fair_id=fair.id, veteran_id=veteran.id, bureau_code="340321", code=CODE)
            db.session.add(row)
        yield fair.id


@pytest.fixture(scope="module")
def filming(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Browser]:
    """Return a function that starts a browser whose camera shows this text as a code."""

    def start(text: str, *more: str) -> Browser:
        reel = film(tmp_path_factory.mktemp("film") / "code.y4m", text)
        camera = (
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={reel}",
            f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
        )
        return chromium.browser_type.launch(
            executable_path=browser.executable(), args=[*browser.FLAGS, *camera, *more]
        )

    return start


@pytest.fixture
def open_door(
    filming: Callable[..., Browser], address: str, running: int, county: Flask
) -> Iterator[Callable[..., Door]]:
    """Return a function that opens the door of the fair on a phone with a camera."""
    opened: list[tuple[Browser, Window]] = []

    def open_one(
        text: str = f"https://job.example.cn/c/{CODE}",
        *,
        allowed: bool = True,
        scripts: bool = True,
        host: str = "",
        before: str = "",
        size: Any = PHONE,
    ) -> Door:
        started = filming(text, *(["--use-fake-ui-for-media-stream"] if allowed else []))
        context = started.new_context(viewport=size, locale="zh-CN", java_script_enabled=scripts)
        window = Window(context.new_page(), address.replace("127.0.0.1", host or "127.0.0.1"))
        opened.append((started, window))
        asked: list[str] = []
        window.page.on("request", lambda request: asked.append(request.url))
        if before:
            window.page.add_init_script(before)
        window.go(f"/sign-in?next=/fairs/{running}/door")
        window.page.get_by_label("手机号").fill(STATION_ZHOU.phone)
        window.page.get_by_label("密码").fill(PASSWORD)
        window.page.get_by_role("button", name="登录").click()
        window.page.wait_for_url(f"**/fairs/{running}/door")
        return Door(window.page, window, asked)

    with databases.pushed(county), transaction(audited=False):
        row = db.session.scalars(select(SignUp).where(SignUp.code == CODE)).one()
        row.checked_in_at = row.check_in_method = None
    yield open_one
    for started, _window in opened:
        started.close()
    faults = [fault for _started, window in opened for fault in window.faults]
    assert [fault for fault in faults if INSECURE not in fault] == []


def own_reader(formats: str = '["qr_code"]', detect: str = f'[{{rawValue: "{CODE}"}}]') -> str:
    return OWN_READER.replace("FORMATS", formats).replace("DETECT", detect)


def start_camera(door: Door) -> None:
    door.page.get_by_role("button", name="用手机摄像头扫码").click()


def shipped_reader(door: Door) -> list[str]:
    return [url for url in door.asked if "/vendor/qr-" in url]


def test_a_code_in_view_checks_in_once_and_the_camera_goes_on(open_door):
    door = open_door()
    before = door.came()

    start_camera(door)
    door.page.get_by_role("status").get_by_text("签到好了。").first.wait_for(timeout=WAIT)
    door.page.locator("video").wait_for(timeout=WAIT)  # on again on the next page, still in view
    door.window.run(SECOND_OF_FILM)

    assert door.came() == before + 1
    doors = [url for url in door.asked if url.endswith("/door") and "sign-in" not in url]
    assert len(doors) == 3  # opened, sent, answered
    assert shipped_reader(door) != []


def test_the_browsers_own_reader_is_used_where_it_knows_the_codes(open_door):
    door = open_door("nothing of ours", before=own_reader())

    start_camera(door)
    door.page.get_by_text("签到好了。").first.wait_for(timeout=WAIT)

    assert shipped_reader(door) == []


@pytest.mark.parametrize(
    "broken",
    [own_reader(formats="[]"), own_reader(detect='Promise.reject(new Error("no service"))')],
    ids=["knows no codes", "fails"],
)
def test_a_reader_that_does_not_work_is_replaced_by_the_shipped_one(open_door, broken):
    door = open_door(before=broken)

    start_camera(door)
    door.page.get_by_text("签到好了。").first.wait_for(timeout=WAIT)

    assert shipped_reader(door) != []


def test_the_code_alone_is_read_too(open_door):
    door = open_door(CODE)

    start_camera(door)

    door.page.get_by_text("签到好了。").first.wait_for(timeout=WAIT)


def test_a_code_of_others_is_named_and_not_sent(open_door):
    door = open_door("https://pay.example/c/qr?amount=1")

    start_camera(door)
    door.page.get_by_text("这不是签到编号的二维码。").wait_for(timeout=WAIT)

    assert door.page.get_by_label("编号、姓名、手机号或身份证号").input_value() == ""


def test_no_picture_leaves_the_page(open_door):
    door = open_door("not one of ours")
    start_camera(door)
    door.page.get_by_text("这不是签到编号的二维码。").wait_for(timeout=WAIT)
    sent = [url for url in door.asked if not url.startswith((door.window.address, "data:"))]

    assert sent == []


def test_a_camera_that_was_not_permitted_leaves_typing(open_door):
    door = open_door(allowed=False)

    start_camera(door)
    door.page.get_by_text("没有允许用摄像头。").wait_for(timeout=WAIT)
    door.page.get_by_label("编号、姓名、手机号或身份证号").fill(CODE)
    door.page.get_by_role("button", name="查找并签到").click()

    door.page.get_by_text("签到好了。").first.wait_for(timeout=WAIT)


def test_without_https_the_page_explains_it_and_typing_works(open_door):
    door = open_door(host=HOST)

    assert door.page.get_by_text("摄像头只有在 https 开头的网址下才能用。").is_visible()
    assert not door.page.get_by_role("button", name="用手机摄像头扫码").is_visible()
    door.page.get_by_label("编号、姓名、手机号或身份证号").fill(CODE)
    door.page.get_by_role("button", name="查找并签到").click()
    door.page.get_by_text("签到好了。").first.wait_for(timeout=WAIT)


def test_without_scripts_the_page_explains_it_and_typing_works(open_door):
    door = open_door(scripts=False, size=DESK)

    assert door.page.get_by_text("这个浏览器不能在页面里扫码").is_visible()
    door.page.get_by_label("编号、姓名、手机号或身份证号").fill(CODE)
    door.page.get_by_role("button", name="查找并签到").click()
    door.page.get_by_text("签到好了。").first.wait_for(timeout=WAIT)


def test_a_scanned_claim_code_is_filled_in_and_leaves_the_address(open_window):
    window = open_window()

    window.go("/claim#ACDE-FGHJ")

    assert window.page.get_by_label("认领码").input_value() == "ACDE-FGHJ"
    assert window.path == "/claim"
