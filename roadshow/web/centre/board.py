"""The board of deals: every project after its roadshow and every deal, by where it stands."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation import clock
from roadshow.outcomes.board import Card, count_cards, list_cards, list_colleagues
from roadshow.outcomes.cards import NOBODY, Wanted
from roadshow.outcomes.introductions import Introduced
from roadshow.outcomes.pursuits import ENDING_WORDS, LANES, Ending, Lane
from roadshow.outcomes.states import KIND_WORDS, STEP_WORDS, Kind, ThreadStep, next_steps
from roadshow.programme.queries import list_held
from roadshow.web.asked import asked_id, asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.guards import may, way
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.words import amount, full_day, in_a_row, known, word

from . import blueprint
from .logging_parts import BOTH
from .pursued import reads_interests

SHOWN = 6  # cards of a lane beside the others
STILL, STILL_AFTER = (14, 30, 60, 90), 30  # days
MONEY = {
    Kind.INVESTMENT: (ThreadStep.INTENT, ThreadStep.SIGNED, ThreadStep.PAID),
    Kind.LOAN: (ThreadStep.CREDITED, ThreadStep.LENT, ThreadStep.REPAID),
}


def part_of(card: Card) -> str:
    """What its page is called by."""
    if card.thread is not None:
        return f"deal-{card.thread.id}"
    return f"project-{card.project.id if card.project else 0}"


def card_url(card: Card) -> str | None:
    """Where it is pursued; who only reads is led to the project or the firm."""
    if url := way("centre.pursue", card=part_of(card)):
        return url
    if card.project is not None:
        return way("centre.show_project", project_id=card.project.id)
    return way("centre.show_company", company_id=card.company.id) if card.company else None


def log_url(card: Card, step: str | None = None) -> str | None:
    """The form of the next step, or of this one, with what is known filled in."""
    if card.is_done:
        return None
    if card.thread is not None:
        return way("centre.log_step", thread_id=card.thread.id, step=step)
    if card.project is None or card.is_over:
        return None
    funds = [each.whom for each in card.introduced]
    return way(
        "centre.log_outcome",
        sort="investments",
        project=card.project.id,
        roadshow=card.roadshow.id if card.roadshow else None,
        fund=funds[0] if len(funds) == 1 else None,
        step=step,
    )


def moves_of(card: Card) -> dict[str, str]:
    """Lane → the form by which the card comes there: of a step, or of its end."""
    kind = card.thread.kind if card.thread else Kind.INVESTMENT
    steps = next_steps(kind, ThreadStep(card.lane) if card.thread else None)
    said = {step.value: step.value for step in steps if step.value != card.lane.value}
    if ThreadStep.SIGNED in steps and kind is Kind.INVESTMENT:
        said.setdefault(ThreadStep.PAID, BOTH)
    ended = None
    if said.pop(Lane.DROPPED, None) or card.lane is Lane.WAITING:
        ended = way("centre.drop" if card.thread else "centre.close", card=part_of(card))
    found = {lane: log_url(card, step) for lane, step in said.items()} | {Lane.DROPPED.value: ended}
    return {lane: url for lane, url in found.items() if url}


def days_of(card: Card) -> int:
    """Since its last step, or its roadshow."""
    return max(0, (clock.today() - card.since).days)


def counterpart(card: Card) -> str:
    """With whom the deal is, in which round."""
    if card.thread is None:
        return ""
    return str(_("，")).join(filter(None, (card.thread.counterpart, known(card.thread.round))))


def introduced_words(one: Introduced) -> str:
    return str(_("%(whom)s，由%(by)s引荐", whom=one.whom, by=one.by))


def all_introduced(card: Card) -> str:
    return in_a_row(map(introduced_words, card.introduced))


def still_for(card: Card) -> int | None:
    """Days without anything done, where they are many."""
    days = (clock.today() - card.moved).days
    return days if days >= STILL_AFTER and not card.is_settled else None


def sums_of(card: Card) -> list[tuple[str, str]]:
    """Each sum by its step, in their order; they are never added."""
    steps = MONEY[card.thread.kind] if card.thread else ()
    return [(word(step), amount(card.sums[step])) for step in steps if step in card.sums]


def ending_of(card: Card) -> str:
    return str(ENDING_WORDS[card.ending]) if card.ending else ""


def why_of(card: Card) -> str:
    return card.pursuit.why if card.pursuit and card.ending else ""


def _sum(step: ThreadStep) -> Column[Card]:
    return Column(STEP_WORDS[step], lambda card: card.sums.get(step), kind="money")


def listing_of(wanted: Wanted) -> Listing[Card]:
    """What ended is listed with its reason, the rest with what is next."""
    ended = wanted.lane is Lane.DROPPED
    return Listing(
        lazy_gettext("对接进展"),
        "centre.export_board",
        (
            Column(lazy_gettext("项目"), lambda card: card.name, "name", link=card_url, under=counterpart),
            Column(lazy_gettext("企业"), lambda card: card.company and card.company.name, sheet_only=True),
            Column(lazy_gettext("进度"), lambda card: word(card.lane), sheet_only=True),
            Column(
                lazy_gettext("对方"), lambda card: card.thread and card.thread.counterpart, sheet_only=True
            ),
            Column(
                lazy_gettext("轮次"), lambda card: card.thread and known(card.thread.round), sheet_only=True
            ),
            *(_sum(step) for step in MONEY[wanted.kind]),
            Column(lazy_gettext("停留天数"), days_of, "since", "n"),
            Column(lazy_gettext("跟进人"), lambda card: card.owner and card.owner.name, "owner", "word"),
            Column(
                lazy_gettext("下次日期"),
                lambda card: card.pursuit and card.pursuit.next_on,
                "next",
                shown=lambda card: full_day(card.pursuit.next_on) if card.pursuit else None,
                under=lambda card: card.pursuit and card.pursuit.next_what,
                sheet_only=ended,
            ),
            Column(
                lazy_gettext("要做什么"),
                lambda card: card.pursuit and card.pursuit.next_what,
                sheet_only=True,
            ),
            Column(
                lazy_gettext("最近进展"),
                lambda card: card.moved,
                "moved",
                shown=lambda card: full_day(card.moved),
            ),
            Column(lazy_gettext("备注"), lambda card: card.pursuit and card.pursuit.note, sheet_only=True),
            Column(lazy_gettext("引荐"), all_introduced, sheet_only=True),
            Column(
                lazy_gettext("最近的路演"),
                lambda card: card.roadshow and str(card.roadshow.spoken_title),
                sheet_only=True,
            ),
            Column(lazy_gettext("终止原因"), ending_of, under=why_of, sheet_only=not ended),
            Column(lazy_gettext("终止说明"), why_of, sheet_only=True),
        ),
    )


def asked_for() -> Wanted:
    """Which cards the address names; nonsense filters nothing."""
    kind = request.args.get("kind", type=Kind)
    kind = kind if kind in LANES else Kind.INVESTMENT
    lane, owner = request.args.get("lane", type=Lane), request.args.get("owner", "")
    still = request.args.get("still", type=int)
    return Wanted(
        clock.today(),
        kind,
        lane if lane in LANES[kind] else None,
        asked_words("q"),
        asked_id("roadshow"),
        NOBODY if owner == "none" else asked_id("owner"),
        request.args.get("due") == "1",
        still if still in STILL else None,
        request.args.get("ending", type=Ending),
        marked=reads_interests(),
    )


@blueprint.get("/board")
@may("outcome.read")
def show_board() -> str:
    """All lanes side by side with what is first in each, or one of them as a list."""
    wanted, page = asked_for(), asked_page()
    listing = listing_of(wanted)
    counted = count_cards(wanted)
    counts = counted.lanes
    found = list_cards(wanted, listing.order, None if wanted.lane else SHOWN)
    cards = found.page(page) if wanted.lane else found.page(1, SHOWN * len(Lane))
    return render_template(
        "centre/board/show_board.html",
        listing=listing,
        wanted=wanted,
        cards=cards,
        lanes=[
            (lane, counts.get(lane, 0), [one for one in cards if one.lane is lane], counted.fen.get(lane))
            for lane in LANES[wanted.kind]
        ],
        all=sum(counts.values()),
        shown=Shown(page, counts.get(wanted.lane, 0)) if wanted.lane else Shown(1, sum(counts.values())),
        endings=_endings(counted.endings),
        kinds=[(kind, KIND_WORDS[kind]) for kind in LANES if kind is not Kind.INVESTMENT],
        owners=[("none", _("没有人跟进")), *((each.id, each.name) for each in list_colleagues())],
        roadshows=[(each.id, each.spoken_title) for each in list_held()],
        stills=[(days, _("%(days)d天无进展", days=days)) for days in STILL],
        **SAID,
    )


@blueprint.get("/board.xlsx")
@may("outcome.read")
def export_board() -> Response:
    wanted = asked_for()
    listing = listing_of(wanted)
    return send_workbook(listing, list_cards(wanted, listing.order))


def _endings(counts: Mapping[Ending | None, int]) -> list[tuple[Ending | None, object, int]]:
    return [
        (ending, ENDING_WORDS[ending] if ending else _("没有写明"), count) for ending, count in counts.items()
    ]


SAID: dict[str, Any] = {
    "part_of": part_of,
    "card_url": card_url,
    "log_url": log_url,
    "days_of": days_of,
    "moves_of": moves_of,
    "is_due": lambda card: card.is_due(clock.today()),
    "still_for": still_for,
    "with_whom": counterpart,
    "sums_of": sums_of,
    "introduced_words": introduced_words,
    "ending_of": ending_of,
    "keeps": lambda: "pursuit.keep" in current_user.permissions,
}
