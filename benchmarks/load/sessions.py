"""Run inside a checkout: load the demo county, sign veterans in, print cookies and open vacancies.

`python sessions.py PEOPLE`, with the checkout as the current folder. Uses nothing of this package,
since the checkout may be older than it.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))

from sqlalchemy import select

from app import create_app
from core.application import bring_up_to_date
from core.db import db, transaction
from demo.operations import load_demo
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.accounts import operations as accounts
from people.veterans.models import Veteran


def main(people: int) -> None:
    """Print what the clients need as JSON."""
    app = create_app()
    with app.app_context():
        bring_up_to_date()
        load_demo()
        mine = select(Veteran.account_id).where(Veteran.account_id.is_not(None))
        ids: list[Any] = list(db.session.scalars(mine.order_by(Veteran.id).limit(people)))
        tokens = []
        for account_id in ids:
            with transaction():
                tokens.append(accounts.open_session(account_id, device="load").token)
        open_now = select(Vacancy.id).where(Vacancy.status == VacancyStatus.PUBLISHED)
        vacancies = list(db.session.scalars(open_now.order_by(Vacancy.id)))
    cookies = [_cookie(app, token) for token in tokens]
    print(json.dumps({"cookies": cookies, "vacancies": vacancies}))


def _cookie(app: object, token: str) -> str:
    browser = app.test_client()  # type: ignore[attr-defined]
    with browser.session_transaction() as kept:
        kept["token"], kept["seen"] = token, int(time.time()) + 24 * 3600
    name = app.config["SESSION_COOKIE_NAME"]  # type: ignore[attr-defined]
    return f"{name}={browser.get_cookie(name).value}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
