"""Rongye: `python app.py` serves, `create_app()` builds. No module imports this file."""

import sys

try:
    import flask  # noqa: F401
except ModuleNotFoundError:  # without the environment, show the command that creates it
    sys.exit("缺少依赖。请先运行：make serve（或 pip install -r requirements.txt）")

from flask import Flask

import core.drafts.feature
import core.feature
import core.parameters.feature
import core.scheduling.feature
import demo.feature
import desk.feature
import fairs.exchange.feature
import fairs.fairs.feature
import fairs.rosters.feature
import jobs.applications.feature
import jobs.complaints.feature
import jobs.employers.feature
import jobs.importing.feature
import jobs.vacancies.feature
import matching.candidates.feature
import matching.evaluation.feature
import matching.fairplan.feature
import matching.index.feature
import matching.learning.feature
import matching.lists.feature
import matching.relaxing.feature
import matching.search.feature
import matching.versions.feature
import people.accounts.feature
import people.arrivals.feature
import people.auditing.feature
import people.calls.feature
import people.caseload.feature
import people.corrections.feature
import people.divisions.feature
import people.exports.feature
import people.imports.feature
import people.ledgers.feature
import people.notices.feature
import people.stations.feature
import people.veterans.feature
import people.villages.feature
import placements.benefits.feature
import placements.placements.feature
import placements.pledges.feature
from core.application import build
from core.config import Settings
from core.serving import serve
from core.starting.errors import StartError
from demo.operations import load_at_first_start, sign_in_help

# Lower layers first: a feature may import those before it, never those after it.
FEATURES = (
    core.feature.FEATURE,
    core.parameters.feature.FEATURE,
    core.scheduling.feature.FEATURE,
    core.drafts.feature.FEATURE,
    people.divisions.feature.FEATURE,
    people.accounts.feature.FEATURE,
    people.notices.feature.FEATURE,
    people.corrections.feature.FEATURE,
    people.imports.feature.FEATURE,
    people.veterans.feature.FEATURE,
    people.exports.feature.FEATURE,
    people.ledgers.feature.FEATURE,
    people.calls.feature.FEATURE,
    people.arrivals.feature.FEATURE,
    people.stations.feature.FEATURE,
    people.caseload.feature.FEATURE,
    people.villages.feature.FEATURE,
    people.auditing.feature.FEATURE,
    jobs.employers.feature.FEATURE,
    jobs.vacancies.feature.FEATURE,
    jobs.importing.feature.FEATURE,
    jobs.applications.feature.FEATURE,
    jobs.complaints.feature.FEATURE,
    fairs.fairs.feature.FEATURE,
    fairs.rosters.feature.FEATURE,
    fairs.exchange.feature.FEATURE,
    placements.placements.feature.FEATURE,
    placements.benefits.feature.FEATURE,
    placements.pledges.feature.FEATURE,
    matching.versions.feature.FEATURE,
    matching.index.feature.FEATURE,
    matching.learning.feature.FEATURE,
    matching.lists.feature.FEATURE,
    matching.candidates.feature.FEATURE,
    matching.relaxing.feature.FEATURE,
    matching.fairplan.feature.FEATURE,
    matching.search.feature.FEATURE,
    matching.evaluation.feature.FEATURE,
    desk.feature.FEATURE,
    demo.feature.FEATURE,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, with settings from the environment where none are given."""
    return build(FEATURES, settings or Settings.from_environment())


def main() -> None:
    """Serve; where that cannot be, print one sentence and exit with 1."""
    try:
        if "--demo" in sys.argv[1:]:
            serve(create_app(), before=load_at_first_start, greeting=sign_in_help)
        else:
            serve(create_app())
    except StartError as error:
        sys.exit(error.message)


if __name__ == "__main__":
    main()
