"""A list on the terminal, with its reasons and the time it took."""

import time

import click
from rich.console import Console
from rich.table import Table

from matching.engine.ranking import RankedVacancy
from matching.engine.records import VeteranDoc
from matching.index import fit_level
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import vacancies_by_id


def print_list(doc: VeteranDoc, k: int) -> None:
    """Print the first k vacancies of a list. Raises click.ClickException where there are none."""
    open_vacancies = current_vacancies()
    if not len(open_vacancies):
        raise click.ClickException("没有在招岗位。")
    started = time.process_time()
    ranked = open_vacancies.rank(doc, k=k)
    spent = (time.process_time() - started) * 1000
    if not ranked:
        raise click.ClickException("没有符合硬性条件的岗位。")
    Console(width=120).print(_table(ranked))
    click.echo(f"在招岗位 {len(open_vacancies)} 个，用时 {spent:.0f} 毫秒（CPU）。")


def _table(ranked: list[RankedVacancy]) -> Table:
    by_id = vacancies_by_id([one.vacancy_id for one in ranked])
    table = Table("岗位", "合适程度", "理由", "要留意", show_lines=True)
    for one in ranked:
        vacancy = by_id[one.vacancy_id]
        table.add_row(
            f"{vacancy.title}\n{vacancy.employer.name}",
            f"{fit_level.WORDS[fit_level.level_of(one.level, one.confidence)]}\n{one.score:.1f} 分",
            "\n".join(f"+{reason.contribution:.1f} {reason.text}" for reason in one.reasons_for),
            "\n".join(reason.text for reason in one.reasons_against),
        )
    return table
