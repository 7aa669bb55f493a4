"""Commands: each only calls an operation or a query."""

import gc
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from roadshow.audit.operations import record
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Refused
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.bureaus import bureau_named
from roadshow.ledgers.columns import KINDS
from roadshow.ledgers.export import export_year
from roadshow.ledgers.kinds import sure_names
from roadshow.ledgers.ledger import Hints, Ledger, check_said, check_year, read_ledger, unknown_headers
from roadshow.ledgers.matching import Said
from roadshow.ledgers.plan import Plan
from roadshow.ledgers.preview import preview
from roadshow.ledgers.queries import list_remembered, list_remembered_said
from roadshow.ledgers.remembering import forget_bureau
from roadshow.ledgers.telling import entries_in_words

from .answers import NOTHING_TAKEN, actor_of, opened
from .applications import applications_group
from .bulletin import tell_bulletin
from .closing import CLOSING
from .mail import mail_group
from .person import person_group
from .season import season_group

READING = 70  # parts of 100 of the work

ledger_group = AppGroup("ledger", help="A year's ledger as a spreadsheet.")


def init_app(app: Flask) -> None:
    """Hang the commands on ``flask --app wsgi``."""
    app.cli.add_command(ledger_group)
    for command in CLOSING:
        ledger_group.add_command(command)
    app.cli.add_command(applications_group)
    app.cli.add_command(season_group)
    app.cli.add_command(mail_group)
    app.cli.add_command(person_group)
    app.cli.add_command(tell_bulletin)


@ledger_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--year",
    type=int,
    help="For sheets without dates, by default the year that the file states; dated rows go to their own year.",
)
@click.option("--year-differs", is_flag=True, help="Take the year although the file states another one.")
@click.option(
    "--map", "said", multiple=True, metavar="HEADER=field", help="What a column is; see: ledger fields."
)
@click.option(
    "--bureau",
    default="",
    help="Who filled it in, where the file does not say; what --map says is remembered of it.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, nothing else.")
@click.option(
    "--as", "email", metavar="EMAIL", help="The person who imports; without, it is logged by command."
)
def import_ledger(
    file: Path, year: int | None, said: tuple[str, ...], email: str | None, as_json: bool, **how: Any
) -> None:
    """Take in a year's ledger; rows with faults stay out and are told with their reasons."""
    try:
        check_ready()
        hints = Hints(_answers(said), bureau_named(how["bureau"]), list_remembered_said, file.name)
        if year is not None:
            check_year(year)
        year, plan = _take_in(file, year, hints, actor_of(email, "ledger.import"), how)
    except Refused as refused:
        if as_json:
            click.echo(json.dumps({"year": year, "sheets": [], "error": str(refused)}, ensure_ascii=False))
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    if as_json:
        click.echo(json.dumps(_as_json(plan, year), ensure_ascii=False))
    _tell(plan, how["dry_run"], err=as_json)
    if not plan.is_taken:
        sys.exit(NOTHING_TAKEN)


@ledger_group.command("export")
@click.argument("year", type=int)
@click.argument("file", type=click.Path(path_type=Path))
def write_ledger(year: int, file: Path) -> None:
    """Write a year's ledger in the bureau's layout, as ``ledger import`` reads it back."""
    try:
        check_ready()
        check_year(year)
        count = _write_out(year, file)
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    click.echo(f"{file}：{count}行")


def _write_out(year: int, file: Path) -> int:
    """Raises: Refused when the year has nothing, or the file cannot be written."""
    book, count = export_year(year)
    with book:
        try:
            with file.open("wb") as out:
                shutil.copyfileobj(book, out)
        except OSError as failure:
            raise Refused(f"写不了文件 {file}：{failure.strerror}") from failure
    record("ledger.exported", COMMAND, "list", None, str(year), rows=count)
    return count


@ledger_group.command("fields")
def list_fields() -> None:
    """The kinds of sheets and the names of their fields for --map, each with what it is called in the trade."""
    for kind in KINDS:
        click.echo(f"{kind.name}  {kind.words}")
        for column in kind.columns:
            click.echo(
                f"  {column.name:<18} {column.words}：{'、'.join(sure_names(kind.name, column.name)[:8])}"
            )


@ledger_group.command("remembered")
def tell_remembered() -> None:
    """What was said of each bureau's columns, by which its next files are read."""
    for kept in list_remembered():
        click.echo(f"{kept.bureau}  {kept.kind}  {kept.header}={kept.field}")


@ledger_group.command("forget")
@click.argument("bureau")
@click.option(
    "--as", "email", metavar="EMAIL", help="The person who says so; without, it is done by command."
)
def forget(bureau: str, email: str | None) -> None:
    """Forget what was said of a bureau's columns: its next file is asked about again."""
    try:
        check_ready()
        count = forget_bureau(bureau, actor=actor_of(email, "ledger.import"))
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    click.echo(f"{bureau}：忘记了{count}列")
    if not count:
        sys.exit(NOTHING_TAKEN)


def _take_in(
    file: Path, year: int | None, hints: Hints, actor: Actor, how: Mapping[str, Any]
) -> tuple[int, Plan]:
    """Raises: Refused as the import does, or when no year is given nor stated."""
    with opened(file) as content, _bar(file.name) as reached, _keeping_all():
        ledger = read_ledger(content, hints, lambda part: reached(part * READING))
        reached(READING)
        year = ledger.file_year.year if year is None else year
        if year is None:
            raise Refused("文件没有写明年度，请用 --year 指明")
        check_year(year)
        sure = how["year_differs"]
        _check_doubts(ledger, year, sure=sure)
        if how["dry_run"]:
            plan = preview(ledger, year)
        else:
            plan = ledgers.take_in(ledger, year, hints.said, year_differs=sure, actor=actor)
        reached(100)
    _warn_of_headers(ledger, hints.said)
    return year, plan


def _check_doubts(ledger: Ledger, year: int, *, sure: bool) -> None:
    """Raises: Refused when the file disagrees with the year."""
    if not sure and (doubts := "；".join(map(str, ledger.file_year.doubts(year)))):
        raise Refused(f"{doubts}；确实如此请加 --year-differs")


def _warn_of_headers(ledger: Ledger, answers: Said) -> None:
    for header in unknown_headers(ledger, answers):
        click.echo(f"--map：文件里没有“{header}”这一列", err=True)


@contextmanager
def _keeping_all() -> Iterator[None]:
    """An import keeps all it reads: looking for garbage would cost a third of its time and find none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _bar(label: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on standard error; what it yields is told how far of 100 the work is."""
    with click.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda part: bar.update(int(part) - bar.pos)


def _answers(said: tuple[str, ...]) -> dict[str, str]:
    """Raises: Refused on one without an equals sign, or with a field that is none."""
    answers = {}
    for answer in said:
        header, equals, field = answer.rpartition("=")
        if not (header.strip() and equals and field.strip()):
            raise Refused(f"--map 应写作 HEADER=field，现在是 {answer}")
        answers[header.strip()] = field.strip()
    try:
        check_said(answers)
    except Refused as refused:
        raise Refused(f"{refused}；flask ledger fields 列出全部字段") from None
    return answers


def _as_json(plan: Plan, year: int) -> dict[str, Any]:
    return {
        "year": year,
        "sheets": [
            {
                "sheet": sheet.sheet,
                "imported": sheet.imported,
                "duplicates": sheet.duplicates,
                "rejected": sheet.rejected,
                "reasons": [
                    {
                        "row": reason.row,
                        "column": reason.column,
                        "reason": f"{reason.words}{reason.by_command}",
                    }
                    for reason in sheet.reasons
                ],
            }
            for sheet in plan.sheets
        ],
    }


def _tell(plan: Plan, dry_run: bool, *, err: bool) -> None:
    """In words: sheet by sheet what came in, what stayed out and why, which columns were left."""
    for sheet in plan.sheets:
        kind = f"（{sheet.kind}）" if sheet.kind else ""
        counts = f"新增{sheet.imported}行，已有{sheet.duplicates}行，未导入{sheet.rejected}行"
        click.echo(f"{sheet.sheet}{kind}：{counts}", err=err)
        for reason in sheet.reasons:
            column = f"“{reason.column}”" if reason.column else ""
            click.echo(f"  第{reason.row}行{column}：{reason.words}{reason.by_command}", err=err)
        if sheet.by_content:
            click.echo(f"  按内容认出的列：{'、'.join(sheet.by_content)}", err=err)
        for header, words in sheet.unlisted:
            click.echo(f"  “{header}”不在目录里、导入后为空的写法：{'、'.join(words)}", err=err)
        if sheet.extras:
            click.echo(f"  未使用的列：{'、'.join(sheet.extras)}", err=err)
    if plan.entries:
        click.echo(entries_in_words(plan.imported, plan.entries), err=err)
    done = "试运行，没有写入" if dry_run else "已导入"
    click.echo(f"{done}：新增{plan.imported}行，已有{plan.duplicates}行，未导入{plan.rejected}行", err=err)
