"""The command that searches by free text."""

import click

from matching.commands import group
from matching.lists.printed import print_list
from matching.search.free_text import read_free_text

cli = group


@cli.command("try")
@click.argument("text")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 100), help="列几个岗位。")
def try_text(text: str, k: int) -> None:
    """按一段自由文字 TEXT 试配在招岗位，只读不写。"""
    print_list(read_free_text(text), k)
