"""Finding an installed browser, and serving the application to it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.support import serving

INSTALL = "没有找到 Chromium。安装：apt-get install -y chromium fonts-noto-cjk libatomic1"
NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def executable() -> str:
    """Return the path of an installed browser; skip, or fail where REQUIRE_BROWSER=1."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    return found


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free local port and yield its address."""
    with serving.served(app) as (host, port):
        yield f"http://{host}:{port}"
