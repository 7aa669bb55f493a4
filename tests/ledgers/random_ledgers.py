"""Ledgers as nobody would type them: any kinds, years, texts and corrections, made from what hypothesis draws."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as some
from sqlalchemy import select

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import LARGEST
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.foundation.text import clean, name_key, one_line
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import (
    EvaluationFacts,
    Facts,
    HireFacts,
    IncubatorFacts,
    LandingFacts,
    PolicyPaymentFacts,
    RatingFacts,
    RecognitionFacts,
    ResidencyFacts,
    StepFacts,
)
from roadshow.outcomes.identity import Exchanged, ThreadOf, fingerprint
from roadshow.outcomes.models import Row
from roadshow.outcomes.rules import COLOURS, CURRENCIES, DEEP_ROOT
from roadshow.outcomes.states import STEPS_OF, Doubt, Kind, ThreadStep
from roadshow.programme.past import take_in_held
from roadshow.programme.rules import HeldFacts
from roadshow.projects import operations as projects
from tests.ledgers.sheets import code

Draw = Callable[[some.SearchStrategy[Any]], Any]
YEAR = 2021
FIRST = date(YEAR - 1, 1, 1)
CLERK, OTHER = Actor(1, "示例登记员"), Actor(2, "示例核对员")

words = some.text("甲乙丙=+-@＝\"'()（）,;:：、/\\&<>%#_|x0D😀 9", max_size=12)
texts = some.builds(
    lambda begins, more: one_line(f"{begins}示例{more}"),
    some.sampled_from(["", "=", "+", "-", "@", "＝"]),
    words,
)
notes = (
    some.just("")
    | words.map(lambda more: clean(f"示例  {more}"))
    | some.builds(lambda first, second: clean(f"示例{first}\n二{second}"), words, words)
)
days = some.integers(0, 3 * 365).map(lambda number: FIRST + timedelta(days=number))
amounts = some.integers(1, LARGEST)
areas = some.decimals(Decimal("0.01"), 9_999_999, places=2)


class Ledger:
    """What a test draws, written at once as an import writes it; what the ledger could not hold twice is left."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.rows: list[dict[str, Any]] = []
        self.threads: dict[str, tuple[int, ThreadOf]] = {}
        self._seen: set[str] = set()
        firms = self._named(4)
        coded = [
            {"name": name, "uscc": code(n) if draw(some.booleans()) else None} for n, name in enumerate(firms)
        ]
        self.firms = projects.take_in_companies(coded, actor=CLERK)
        of_firm = [draw(some.sampled_from([None, *self.firms])) for _project in range(4)]
        described = [
            {
                "name": name,
                "company_id": firm,
                "sector": draw(some.sampled_from([None, *SECTORS])),
                "stage": draw(some.sampled_from([None, *STAGES])),
                "stub": False,
            }
            for name, firm in zip(self._named(4), of_firm, strict=True)
        ]
        self.projects = projects.take_in_projects(described, actor=CLERK)
        self.firm_of = dict(zip(self.projects, of_firm, strict=True))
        self.roadshows = [None, *take_in_held(self._held(), actor=CLERK)]

    def _named(self, many: int) -> list[str]:
        drawn = self.draw(some.lists(texts, min_size=many, max_size=many, unique_by=name_key))
        return [str(name) for name in drawn]

    def _held(self) -> list[HeldFacts]:
        """Of few titles, so that some are alike."""
        counts = some.none() | some.integers(0, 999)
        facts = some.builds(
            HeldFacts,
            title=some.sampled_from(["第1期 =示例", "第2期 示例"]),
            on=days,
            sector=some.sampled_from([None, *SECTORS]),
            mode=some.sampled_from([None, "线上", "线下"]),
            venue=texts,
            told_projects=counts,
            told_institutions=counts,
            told_visitors=counts,
            note=notes,
        )
        shows = some.lists(facts, max_size=5, unique_by=lambda show: (name_key(show.title), show.on))
        return list(self.draw(shows))

    def add(self, facts: Facts, of: ThreadOf | None = None, **links: Any) -> None:
        columns = facts.columns() | links
        if of is not None:
            number, _of = self.threads.setdefault(of.key, (-len(self.threads) - 1, of))
            columns |= {"thread_id": number, "project_id": of.project_id, "company_id": of.company_id}
        mark = fingerprint(columns)
        if mark not in self._seen:
            self._seen.add(mark)
            self.rows.append(columns)

    def write(self) -> None:
        ids = outcomes.take_in_threads([vars(of) for _number, of in self.threads.values()])
        real = dict(zip((number for number, _of in self.threads.values()), ids, strict=True))
        numbers: dict[tuple[Any, Any], int] = {}
        for row in self.rows:
            if "thread_id" in row:
                row["thread_id"] = real[row["thread_id"]]
                step = (row["thread_id"], row["step"])
                row["number"] = numbers[step] = numbers.get(step, 0) + 1
        outcomes.take_in(
            [row | {"fingerprint": fingerprint(row), "source": "示例"} for row in self.rows], actor=CLERK
        )


def write_any(draw: Draw) -> None:
    """Into the empty database of a test."""
    ledger = Ledger(draw)
    for kind in draw(some.lists(some.sampled_from(sorted(_ADD)), min_size=3, max_size=25)):
        _ADD[kind](ledger, draw)
    ledger.write()
    ids = list(db.session.scalars(select(Row.id).order_by(Row.id)))
    for row_id in draw(some.lists(some.sampled_from(ids), max_size=6, unique=True)) if ids else []:
        _change(row_id, draw)


def _change(row_id: int, draw: Draw) -> None:
    """Corrected, perhaps verified; or refused; or not, where a rule is against it."""
    row = db.session.get_one(Row, row_id)
    try:
        if draw(some.booleans()):
            changes = {"note": f"示例更正{row_id}"} | (
                {"amount_fen": draw(amounts)} if row.amount_fen and not row.foreign else {}
            )
            new = outcomes.correct(row, changes, "示例", actor=CLERK, sure=frozenset({Doubt.OVER}))
            if draw(some.booleans()):
                outcomes.verify(new, actor=OTHER)
        else:
            outcomes.refuse(row, "示例", actor=OTHER)
    except Refused:
        return


def _exchange(draw: Draw) -> tuple[int, Exchanged | None]:
    if draw(some.integers(0, 3)):
        return draw(amounts), None
    rate = draw(some.decimals("0.0001", "99", places=4))
    exchange = Exchanged(
        draw(some.sampled_from(sorted(CURRENCIES))), draw(some.integers(10_000, 10**13)), rate, "示例行"
    )
    return exchange.fen, exchange


def _landing(ledger: Ledger, draw: Draw) -> None:
    project = draw(some.sampled_from(ledger.projects))
    amount, exchange = _exchange(draw)
    on = draw(some.none() | days)
    facts = LandingFacts(
        project,
        on,
        year=None if on else draw(some.integers(YEAR - 1, YEAR + 1)),
        company_id=ledger.firm_of[project],
        roadshow_id=draw(some.sampled_from(ledger.roadshows)),
        amount_fen=amount if exchange or draw(some.booleans()) else None,
        place=draw(some.just("") | texts),
        plan=draw(some.sampled_from(["", DEEP_ROOT, "引育计划"])),
        industrialised=draw(some.booleans()),
        note=draw(notes),
        exchange=exchange,
    )
    ledger.add(facts)


def _deal(ledger: Ledger, draw: Draw) -> None:
    project, fund = (
        draw(some.sampled_from(ledger.projects)),
        draw(some.sampled_from(["示例甲基金", "=示例乙基金"])),
    )
    round_ = draw(some.sampled_from(["", "A轮", "战略投资"]))
    of = ThreadOf(Kind.INVESTMENT, fund, project_id=project, code=fund[-3:], round=round_)
    _step(ledger, of, draw)


def _loan(ledger: Ledger, draw: Draw) -> None:
    bank = draw(some.sampled_from(["", "示例银行", "+示例农商行"]))
    _step(ledger, ThreadOf(Kind.LOAN, bank, company_id=draw(some.sampled_from(ledger.firms))), draw)


def _step(ledger: Ledger, of: ThreadOf, draw: Draw) -> None:
    step, on, note = draw(some.sampled_from(STEPS_OF[of.kind])), draw(days), draw(notes)
    roadshow = draw(some.sampled_from(ledger.roadshows))
    if step in (ThreadStep.POOLED, ThreadStep.DROPPED):
        amount, exchange = None, None
        note = note or "示例原因"
    else:
        amount, exchange = _exchange(draw)
    ledger.add(StepFacts(of.kind, step, on, amount, roadshow_id=roadshow, note=note, exchange=exchange), of)


def _hire(ledger: Ledger, draw: Draw) -> None:
    number, category = (
        draw(some.sampled_from(["", "示例007", "=示例8"])),
        draw(some.sampled_from(["海外工程师", "领军人才"])),
    )
    firm = draw(some.sampled_from([None, *ledger.firms]))
    step = draw(some.sampled_from(STEPS_OF[Kind.HIRE])) if number else ThreadStep.SELECTED
    undated = step is ThreadStep.SELECTED and draw(some.booleans())
    on = None if undated else draw(days)
    facts = HireFacts(
        on, category, firm, number, draw(some.sampled_from(["", "德国"])), draw(notes) or "示例", step=step
    )
    of = ThreadOf(Kind.HIRE, number, company_id=firm, round=category) if number else None
    known = ledger.threads.get(of.key) if of else None
    if known:  # a thread has one firm
        of = known[1]
        facts = replace(facts, company_id=of.company_id)
    ledger.add(replace(facts, year=None if on else draw(some.integers(YEAR - 1, YEAR + 1))), of)


def _residency(ledger: Ledger, draw: Draw) -> None:
    firm, name = draw(some.sampled_from(ledger.firms)), draw(some.sampled_from(["示例孵化器", "-示例园"]))
    step, area = draw(some.sampled_from(STEPS_OF[Kind.RESIDENCY])), draw(some.none() | areas)
    facts = ResidencyFacts(step, draw(days), firm, name, area, draw(notes))
    ledger.add(facts, ThreadOf(Kind.RESIDENCY, name, company_id=firm))


def _alone(facts: Callable[[Ledger, Any], Facts]) -> Callable[[Ledger, Any], None]:
    return lambda ledger, draw: ledger.add(facts(ledger, draw))


def _year(draw: Draw) -> int:
    return int(draw(some.integers(YEAR - 1, YEAR + 1)))


def _incubator(_ledger: Ledger, draw: Draw) -> Facts:
    running = draw(some.booleans())
    since = draw(some.none() | days) if running else None
    own = {"off_site": draw(some.booleans()), "running_since": since}
    return IncubatorFacts(_year(draw), draw(texts), draw(areas), running, draw(texts), draw(notes), **own)


def _evaluation(_ledger: Ledger, draw: Draw) -> Facts:
    return EvaluationFacts(
        _year(draw),
        draw(texts),
        draw(some.decimals(0, 100, places=2)),
        draw(some.sampled_from(["", "优秀"])),
        draw(notes),
    )


def _rating(ledger: Ledger, draw: Draw) -> Facts:
    return RatingFacts(
        _year(draw), draw(some.sampled_from(ledger.firms)), draw(some.sampled_from(COLOURS)), draw(notes)
    )


def _recognition(ledger: Ledger, draw: Draw) -> Facts:
    on = draw(some.none() | days)
    return RecognitionFacts(
        on,
        draw(some.sampled_from(ledger.firms)),
        draw(some.sampled_from(["高新技术企业", "=研发中心"])),
        draw(some.sampled_from(["", "省级"])),
        draw(some.sampled_from(["", "007"])),
        draw(some.sampled_from([None, date(2030, 1, 1)])),
        draw(notes),
        None if on else _year(draw),
    )


def _payment(_ledger: Ledger, draw: Draw) -> Facts:
    on = draw(some.none() | days)
    year = None if on else _year(draw)
    return PolicyPaymentFacts(
        on,
        draw(some.sampled_from(["科发资金", "创新券"])),
        draw(amounts),
        draw(some.just("") | texts),
        draw(notes),
        year,
    )


_ADD: dict[str, Callable[[Ledger, Any], None]] = {
    "landing": _landing,
    "investment": _deal,
    "loan": _loan,
    "hire": _hire,
    "residency": _residency,
    "incubator": _alone(_incubator),
    "evaluation": _alone(_evaluation),
    "rating": _alone(_rating),
    "recognition": _alone(_recognition),
    "policy_payment": _alone(_payment),
}
