"""How pages write what rooms hold: days, hours, money, states, in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from babel.dates import format_interval
from flask import Flask
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _

from roadshow.accounts.permissions import ROLE_WORDS
from roadshow.agenda.models import KIND_WORDS as SLOT_WORDS
from roadshow.agenda.models import Slot
from roadshow.attendance.models import MODE_WITHIN, MODE_WORDS, VERDICT_WORDS, VIA_WORDS, WAY_WORDS, Mode
from roadshow.attendance.pasted import LINE_WORDS
from roadshow.attendance.states import STATE_WORDS as ATTENDANCE_WORDS
from roadshow.documents.models import KIND_WORDS as DOCUMENT_WORDS
from roadshow.documents.models import LEVEL_WORDS, VIEW_WORDS
from roadshow.documents.models import STAGE_WORDS as DOCUMENT_STAGE_WORDS
from roadshow.documents.rules import FLAW_WORDS
from roadshow.documents.states import STATE_WORDS as VERSION_WORDS
from roadshow.feeds.models import KIND_WORDS as FEED_WORDS
from roadshow.feeds.models import PROGRAM_WORDS
from roadshow.foundation import clock, money
from roadshow.foundation.days import day, day_time, full_day, full_moment, moment, time_of
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.halls.equipment import EQUIPMENT
from roadshow.halls.hours import week_in_words
from roadshow.halls.models import KIND_WORDS as USE_WORDS
from roadshow.investors import models as investors
from roadshow.investors import states as investor_states
from roadshow.jobs.models import STATE_WORDS as JOB_WORDS
from roadshow.ledgers.models import STAGE_WORDS, UPLOAD_WORDS
from roadshow.meetings.models import LEVEL_WORDS as INTEREST_WORDS
from roadshow.meetings.states import REASON_WORDS, SHARE_WORDS, TALK_WORDS, VENUE_WORDS, WAITS_WORDS
from roadshow.notices.models import ANSWER_WORDS
from roadshow.notices.states import STATE_WORDS as LETTER_WORDS
from roadshow.outcomes.pursuits import ENDING_WORDS, LANE_WORDS
from roadshow.outcomes.states import DOUBT_WORDS, KIND_WORDS, ROW_STATE_WORDS, STEP_WORDS
from roadshow.pitches.states import KIND_WORDS as QUESTION_WORDS
from roadshow.pitches.states import STATE_WORDS as PITCH_WORDS
from roadshow.programme.models import Roadshow
from roadshow.programme.states import STATE_WORDS as ROADSHOW_WORDS
from roadshow.projects import states as join
from roadshow.projects.models import RIGHT_WORDS
from roadshow.rest_days.models import KIND_WORDS as DAY_WORDS
from roadshow.rest_days.queries import Stretch
from roadshow.screening.models import KIND_WORDS as REVIEWER_WORDS
from roadshow.screening.rules import USUAL_WORDS
from roadshow.screening.states import STATE_WORDS as SHEET_WORDS

from .language import lang

_WORDS: dict[type, Mapping[Any, object]] = {}
for _table in (
    ROLE_WORDS,
    SLOT_WORDS,
    investors.KIND_WORDS,
    investors.REGISTER_WORDS,
    investors.AGREEMENT_WORDS,
    investor_states.STATE_WORDS,
    investor_states.JOIN_WORDS,
    KIND_WORDS,
    ROW_STATE_WORDS,
    STEP_WORDS,
    DOUBT_WORDS,
    LANE_WORDS,
    ENDING_WORDS,
    PITCH_WORDS,
    QUESTION_WORDS,
    RIGHT_WORDS,
    ROADSHOW_WORDS,
    DAY_WORDS,
    DOCUMENT_STAGE_WORDS,
    DOCUMENT_WORDS,
    FEED_WORDS,
    PROGRAM_WORDS,
    FLAW_WORDS,
    JOB_WORDS,
    join.STATE_WORDS,
    join.CHECK_WORDS,
    join.PROOF_WORDS,
    LETTER_WORDS,
    LEVEL_WORDS,
    STAGE_WORDS,
    UPLOAD_WORDS,
    USE_WORDS,
    VERSION_WORDS,
    VIEW_WORDS,
    REVIEWER_WORDS,
    SHEET_WORDS,
    ATTENDANCE_WORDS,
    LINE_WORDS,
    ANSWER_WORDS,
    MODE_WORDS,
    VERDICT_WORDS,
    VIA_WORDS,
    WAY_WORDS,
    INTEREST_WORDS,
    TALK_WORDS,
    WAITS_WORDS,
    VENUE_WORDS,
    REASON_WORDS,
    SHARE_WORDS,
):
    _WORDS[type(next(iter(_table)))] = _table

TYPED = {
    "深根计划": _("深根计划"),
    "绿色": _("绿色"),
    "蓝色": _("蓝色"),
    "黄色": _("黄色"),
    "海外工程师": _("海外工程师"),
    "领军型创新创业团队": _("领军型创新创业团队"),
    "科发资金": _("科发资金"),
    "创新券": _("创新券"),
    "种子轮": _("种子轮"),
    "天使轮": _("天使轮"),
    "Pre-A轮": _("Pre-A轮"),
    "A轮": _("A轮"),
    "B轮": _("B轮"),
    "线上": _("线上"),
    "线下": _("线下"),
    "线上线下结合": _("线上线下结合"),
} | USUAL_WORDS
NOTED = re.compile(r"(.*) 第(\d+)行")


def word(state: StrEnum | None) -> str:
    """The reader's word for a state, a kind, a step or a role."""
    return "" if state is None else str(_WORDS[type(state)][state])


def within(mode: Mode) -> str:
    """Where a seat is, as it is said within a sentence."""
    return str(MODE_WITHIN[mode])


def in_a_row(words: Iterable[object]) -> str:
    return gettext("、").join(map(str, words))


def sector(code: str | None) -> str:
    return str(SECTORS[code]) if code in SECTORS else ""


def stage(code: str | None) -> str:
    """A known stage in the reader's language; any other word as it was typed."""
    return str(STAGES.get(code, code)) if code else ""


def equipment(codes: Iterable[str]) -> str:
    return in_a_row(EQUIPMENT[code] for code in codes)


def known(value: str | None) -> str:
    """A word that ledgers or rubrics carry as typed: the trade's own in the reader's language, any other as it is."""
    return str(TYPED.get(value, value)) if value else ""


def source(place: str) -> str:
    """Where in a ledger a row was found, as the import noted it: 人才 第3行; anything else as it is."""
    found = NOTED.fullmatch(place)
    return str(_("%(sheet)s 第%(row)d行", sheet=found[1], row=int(found[2]))) if found else place


def plain_day(on: date) -> str:
    """9月24日, 24 Sep: beside an hour in a narrow column."""
    return str(format_date(on, "d MMM" if lang() == "en" else "M月d日"))


def stretch_days(stretch: Stretch) -> str:
    return days(stretch.first, stretch.last)


def days(first: date, last: date) -> str:
    """2026年10月1日至7日, 1–7 Oct 2026."""
    language = "en_GB" if lang() == "en" else "zh"
    written = format_interval(first, last, "yMMMd", locale=language)
    return str(written).replace("Sept", "Sep")  # as every other date has it


def short_day(on: date | None) -> str:
    """9.24, 24 Sep: large, in a list whose year is said above it."""
    if on is None:
        return ""
    return str(format_date(on, "d MMM" if lang() == "en" else "M.d"))


def month_name(number: int) -> str:
    """9月, Sep: under a bar."""
    return str(format_date(date(2000, number, 1), "LLL"))


def whole_month(number: int) -> str:
    """9月, September: in a sentence."""
    return str(format_date(date(2000, number, 1), "LLLL" if lang() == "en" else "LLL"))


def weekday(on: date | None) -> str:
    return str(format_date(on, "EEE")) if on else ""


def hours(roadshow: Roadshow) -> str:
    """13:30–17:20; empty for one known only by its day, and while the date is pending."""
    return span(roadshow.starts_at, roadshow.ends_at) if roadshow.starts_at and roadshow.announced_on else ""


def span(begins: datetime | None, ends: datetime | None) -> str:
    """13:30–17:20, within a day."""
    return f"{time_of(begins)}–{time_of(ends)}"


def slot_hours(roadshow: Roadshow, slot: Slot) -> str:
    """13:40–13:55; nothing while the roadshow has no hours."""
    if roadshow.starts_at is None or roadshow.date_pending:
        return ""
    begins = roadshow.starts_at + timedelta(minutes=slot.begins)
    return span(begins, begins + timedelta(minutes=slot.minutes))


def amount(fen: int | None) -> str:
    """Money in a sentence: 6.7亿元, 3,000万元, RMB 670 million in one piece; exact."""
    if fen is None:
        return ""
    if lang() == "en":
        return money.in_million(fen).replace(" ", "\N{NO-BREAK SPACE}")
    return money.in_yi(fen) if fen >= money.YI else money.in_wan(fen)


def about(fen: int | None) -> str:
    """Money that was reckoned, in short: 约1.67亿元; as it is where two decimals say it all."""
    unit = money.MILLION if lang() == "en" else money.YI if (fen or 0) >= money.YI else money.WAN
    short = fen and (fen * 100 + unit // 2) // unit * unit // 100
    return amount(fen) if short == fen else gettext("约%(money)s", money=amount(short))


def grouped(number: int) -> str:
    """1,209: of what is counted; never a year."""
    return f"{number:,}"


def amount_number(fen: int) -> str:
    """The number of ``amount``, to be set large: 6.7, RMB 670."""
    return amount(fen).removesuffix(amount_unit(fen)).strip()


def amount_unit(fen: int) -> str:
    """What follows it: 亿元, million."""
    return amount(fen).lstrip("RMB\N{NO-BREAK SPACE}0123456789,.")


def figure(fen: int | None) -> str | None:
    """Money in a column whose head says ``money_unit``."""
    if fen is None or lang() != "en":
        return None if fen is None else money.wan_figure(fen)
    return money.in_million(fen).removeprefix("RMB ").removesuffix(" million")


def money_unit() -> str:
    return str(_("万元"))


FILTERS = (
    word,
    within,
    sector,
    stage,
    known,
    source,
    day,
    full_day,
    short_day,
    weekday,
    moment,
    full_moment,
    day_time,
    time_of,
    hours,
    amount,
    amount_number,
    amount_unit,
    grouped,
    stretch_days,
    equipment,
    week_in_words,
    month_name,
)


def init_app(app: Flask) -> None:
    for write in FILTERS:
        app.add_template_filter(write)
    app.add_template_filter(figure, "fen")
    app.add_template_global(money_unit)
    app.add_template_global(clock.today, "today")
