"""What is printed for the day: the published running order, or a draft that says that it is one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.wrappers import Response

from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.agenda.queries import get_draft
from roadshow.agenda.words import name_of, spell
from roadshow.foundation.languages import spoken
from roadshow.halls.rules import stretch
from roadshow.press.run_sheet import Line, RunSheet, print_run_sheet
from roadshow.press.table_cards import TableCard, print_table_cards
from roadshow.programme.models import Roadshow
from roadshow.web.guards import may
from roadshow.web.roadshow_days import held_on
from roadshow.web.words import full_moment, hours, in_a_row, span, word

from . import blueprint
from .running_order import Stage, stage_of

PAUSES = frozenset({SlotKind.BREAK, SlotKind.TALKS})


@dataclass(frozen=True)
class Paper:
    """What of an order is printed: each part with when it begins, and which version that is."""

    stage: Stage
    state: str
    public: bool
    parts: list[tuple[int, Part]]


@blueprint.get("/roadshows/<int:roadshow_id>/run-sheet.pdf")
@may("roadshow.read")
def print_sheet(roadshow_id: int) -> Response:
    return _sent(paper_of(roadshow_id), lambda paper: print_run_sheet(sheet_of(paper)), "run-sheet")


@blueprint.get("/roadshows/<int:roadshow_id>/table-cards.pdf")
@may("roadshow.read")
def print_cards(roadshow_id: int) -> Response:
    return _sent(paper_of(roadshow_id), _cards, "table-cards")


def paper_of(roadshow_id: int) -> Paper:
    """Without projects that have left the stage. Raises: Missing."""
    stage, draft = stage_of(roadshow_id), get_draft(roadshow_id)
    order = draft.public or draft
    state = _("第%(number)d版，已发布", number=order.number) if draft.public else _("草稿，未发布")
    placed = [(at, part) for at, part in order.placed if not part.on_stage or part.pitch_id in stage.chosen]
    return Paper(stage, state, draft.public is not None, placed)


def sheet_of(paper: Paper) -> RunSheet:
    roadshow = paper.stage.roadshow
    facts = (
        (pgettext("roadshow", "负责人"), _lead(roadshow)),
        (_("日期"), held_on(roadshow)),
        (_("原定"), full_moment(roadshow.starts_at) if roadshow.date_pending else ""),
        (_("时间"), hours(roadshow)),
        (_("布场"), _set_up(roadshow)),
        (_("场地"), str(roadshow.announced_where)),
        (_("地址"), "" if roadshow.date_pending else str(roadshow.spoken_address)),
        (_("场地联系人"), roadshow.hall.contact if roadshow.hall else ""),
        (_("分会场"), in_a_row(hall.spoken_name for hall in roadshow.branches)),
    )
    return RunSheet(
        language=spoken(),
        centre=_("长三角G60全球科创路演中心"),
        title=str(roadshow.spoken_title),
        name=_("会务流程单"),
        state=paper.state,
        facts=tuple((name, value) for name, value in facts if value),
        heads=(_("时间"), _("时长"), _("环节"), _("登台")),
        lines=tuple(_lines(paper)),
    )


def _lead(roadshow: Roadshow) -> str:
    """Name and telephone; what is missing is said, with the place where it is filled in."""
    if roadshow.lead_name and roadshow.lead_phone:
        return f"{roadshow.lead_name} {roadshow.lead_phone}"
    if roadshow.lead_name:
        return _("%(name)s（电话未填，请在这场路演的“修改”页填写）", name=roadshow.lead_name)
    return _("未填，请在这场路演的“修改”页填写负责人和电话")


def _set_up(roadshow: Roadshow) -> str:
    """When its hall is taken before and after it."""
    if (
        roadshow.hall is None
        or roadshow.starts_at is None
        or roadshow.ends_at is None
        or roadshow.date_pending
    ):
        return ""
    begins, ends = stretch(roadshow.hall, roadshow.starts_at, roadshow.ends_at)
    before, after = span(begins, roadshow.starts_at), span(roadshow.ends_at, ends)
    return _("布场%(before)s，撤场%(after)s", before=before, after=after)


def cards_of(paper: Paper) -> list[TableCard]:
    """One for each who speaks and each project, in the order in which they come on."""
    cards = [
        TableCard(name_of(part), _company(paper.stage, part)) if part.on_stage else TableCard(part.speaker)
        for _at, part in paper.parts
        if part.on_stage or part.speaker
    ]
    return list(dict.fromkeys(cards))


def _lines(paper: Paper) -> Iterator[Line]:
    for begins, part in paper.parts:
        at, until = paper.stage.clock(begins), paper.stage.clock(begins + part.minutes)
        who = _company(paper.stage, part) if part.on_stage else part.speaker
        kind = word(part.kind) if part.title else ""
        yield Line(f"{at}–{until}", spell(part), kind, name_of(part), who, part.kind in PAUSES)


def _company(stage: Stage, part: Part) -> str:
    chosen = stage.chosen.get(part.pitch_id or 0)
    return chosen.company if chosen else ""


def _cards(paper: Paper) -> bytes | None:
    cards = cards_of(paper)
    mark = "" if paper.public else paper.state
    return print_table_cards(spoken(), cards, mark) if cards else None


def _sent(paper: Paper, press: Callable[[Paper], bytes | None], name: str) -> Response:
    """As a file to be opened; nothing is printed of an order that holds nothing."""
    content = press(paper) if paper.parts else None
    if content is None:
        flash(_("议程里还没有可以打印的内容。"), "now")
        return redirect(url_for(".show_roadshow", roadshow_id=paper.stage.id))
    answer = Response(content, content_type="application/pdf")
    state = "" if paper.public else "-draft"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}-{paper.stage.id}{state}.pdf"'
    return answer
