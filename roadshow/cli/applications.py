"""Applications that come as a sheet."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import check_ready
from roadshow.foundation.errors import Missing, Refused
from roadshow.ledgers import applying
from roadshow.ledgers.applicants import Plan, preview
from roadshow.ledgers.applications import read_applications
from roadshow.pitches.queries import list_questions
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow

from .answers import NOTHING_TAKEN, actor_of, opened

applications_group = AppGroup("applications", help="Applications that come as a spreadsheet.")


@applications_group.command("import")
@click.argument("roadshow_id", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="The name of one sheet; without, all that hold applications.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, nothing else.")
@click.option(
    "--as", "email", metavar="EMAIL", help="The person who imports; without, it is logged by command."
)
def import_applications(
    roadshow_id: int, file: Path, sheet: str | None, dry_run: bool, as_json: bool, email: str | None
) -> None:
    """Hand in the applications of a sheet; rows with faults stay out and are told with their reasons."""
    try:
        check_ready()
        plan = _take_in(_roadshow(roadshow_id), file, sheet, actor_of(email, "pitch.select"), dry_run)
    except Refused as refused:
        if as_json:
            click.echo(json.dumps({"roadshow": roadshow_id, "error": str(refused)}, ensure_ascii=False))
        click.echo(str(refused), err=True)
        sys.exit(NOTHING_TAKEN)
    if as_json:
        click.echo(json.dumps(_as_json(plan, roadshow_id), ensure_ascii=False))
    _tell(plan, dry_run, err=as_json)
    if not plan.added and not plan.there:
        sys.exit(NOTHING_TAKEN)


def _roadshow(roadshow_id: int) -> Roadshow:
    """Raises: Refused when there is none."""
    try:
        return get_roadshow(roadshow_id)
    except Missing:
        raise Refused(f"没有编号为{roadshow_id}的路演场次") from None


def _take_in(roadshow: Roadshow, file: Path, sheet: str | None, actor: Actor, dry_run: bool) -> Plan:
    with opened(file) as content:
        rows = read_applications(content, list_questions(roadshow.id), sheet)
    return preview(roadshow, rows) if dry_run else applying.take_in(roadshow, rows, actor=actor)


def _as_json(plan: Plan, roadshow_id: int) -> dict[str, Any]:
    return {
        "roadshow": roadshow_id,
        "added": len(plan.added),
        "there": plan.there,
        "refused": plan.refused,
        "reasons": [
            {"sheet": line.row.sheet, "row": reason.row, "column": reason.column, "reason": str(reason.words)}
            for line in plan.left
            for reason in line.reasons
        ],
    }


def _tell(plan: Plan, dry_run: bool, *, err: bool) -> None:
    for line in plan.left:
        for reason in line.reasons:
            column = f"“{reason.column}”" if reason.column else ""
            click.echo(f"{line.row.sheet} 第{reason.row}行{column}：{reason.words}", err=err)
    done = "试运行，没有写入" if dry_run else "已导入"
    counts = f"新增{len(plan.added)}个，已经申请过{plan.there}个，未导入{plan.refused}个"
    click.echo(f"{done}：{counts}", err=err)
