"""A process that keeps its own index and answers how many fit a vacancy, and whose list has it.

`python -m tests.matching.relaxing.another_process FOLDER URL`: each line read is a vacancy's id;
each line printed is JSON with the number of people entitled and the veterans who see the vacancy.
"""

import json
import sys
from pathlib import Path

from matching.candidates.queries import demanded
from matching.engine.ranking import Filters
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import candidate_docs
from tests.support.databases import create_app, settings_for

MANY = 1_000


def who_sees(vacancy_id: int) -> list[int]:
    """Return the ids of the veterans whose list has a vacancy."""
    open_vacancies, found = current_vacancies(), []
    for doc in candidate_docs():
        page = open_vacancies.for_veteran(doc).page(filters=Filters(), number=1, per_page=MANY)
        if any(one.vacancy_id == vacancy_id for one in page.vacancies):
            found.append(doc.id)
    return found


def main() -> None:
    """Answer each vacancy's id read, in an application context of its own."""
    app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))
    for line in sys.stdin:
        with app.app_context():
            vacancy_id = int(line)
            answer = {"entitled": demanded(vacancy_id).entitled, "seen_by": who_sees(vacancy_id)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
