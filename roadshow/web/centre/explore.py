"""Figures over the years, asked as the reader likes: a measure, told apart by one thing, between two years."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.outcomes.groups import By
from roadshow.outcomes.queries import list_years
from roadshow.reports.measures import BY_WORDS, COUNTED, IN_TIME, MEASURE_WORDS, Measure, Question, answer
from roadshow.web.asked import asked_year
from roadshow.web.guards import may
from roadshow.web.words import figure, money_unit

from . import blueprint, findings
from .charts import Line, answer_lines, value_words
from .wanted import address_of

Json = dict[str, object]


@dataclass(frozen=True)
class Answer:
    """What is asked, its marks, what they say and what they come to."""

    question: Question
    lines: list[Line]
    finding: str
    total: int

    @property
    def is_money(self) -> bool:
        return self.question.measure not in COUNTED

    @property
    def unit(self) -> str:
        """Of the column and the picture."""
        return str(_("条") if self.question.measure in COUNTED else money_unit())

    @property
    def heading(self) -> str:
        """What is shown, over which years, in which unit."""
        asked = self.question
        years = str(asked.since) if asked.since == asked.until else f"{asked.since}–{asked.until}"
        words = {"measure": MEASURE_WORDS[asked.measure], "by": BY_WORDS[asked.by]}
        return str(
            _("%(years)s年按%(by)s看“%(measure)s”，单位：%(unit)s", years=years, unit=self.unit, **words)
        )


@blueprint.get("/years/explore")
@may("year.read")
def explore_years() -> str:
    found = answered(asked_question())
    asked = found.question
    return render_template(
        "centre/explore/explore_years.html",
        found=found,
        total=value_words(asked.measure, found.total),
        rows_url=address_of(asked.rows()),
        measures=MEASURE_WORDS,
        bys=BY_WORDS,
        address=f"{url_for('.explored_years')}?{request.query_string.decode('ascii', 'ignore')}",
        years=[(year, year) for year in sorted({*list_years(), asked.since, asked.until}, reverse=True)],
    )


@blueprint.get("/years/explore.json")
@may("year.read")
def explored_years() -> Json:
    """The same marks, for the picture that a reader may play with; money in the reader's unit."""
    found = answered(asked_question())
    marks = [
        {"label": line.label, "value": in_unit(found.question, line), "name": line.name, "url": line.url}
        for line in found.lines
    ]
    said = {"title": found.finding, "heading": found.heading, "unit": found.unit}
    return {**said, "in_time": found.question.by in IN_TIME, "marks": marks}


def asked_question() -> Question:
    """Money paid by year, over all years, where the address does not say."""
    args, years = request.args, [*list_years(), clock.today().year]
    ends = (asked_year("since", otherwise=min(years)), asked_year("until", otherwise=max(years)))
    measure = args.get("measure", Measure.PAID, type=Measure)
    return Question(measure, args.get("by", By.YEAR, type=By), min(ends), max(ends))


def answered(question: Question) -> Answer:
    groups = answer(question)
    lines, said = answer_lines(question, groups), findings.of_answer(question, groups)
    return Answer(question, lines, str(said), sum(line.value for line in lines))


def in_unit(question: Question, line: Line) -> float:
    """For drawing alone: 万元 or a million."""
    if question.measure in COUNTED:
        return line.value
    return float((figure(line.value) or "0").replace(",", ""))
