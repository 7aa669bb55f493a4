"""The forms of the ledger as somebody fills them, for a firm with its project and a deal that it has."""

import io
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.programme.states import RoadshowState
from tests import make
from tests.documents import files

T = ThreadStep
ON = "2026-03-01"
DEAL = {
    "project": "示例光芯片",
    "fund": "示例创投",
    "round": "A轮",
    "step": "signed",
    "amount_fen": "3000",
    "on": ON,
    "roadshow": "",
}
LOAN = {
    "company": "示例半导体",
    "bank": "示例银行",
    "step": "credited",
    "amount_fen": "500",
    "on": ON,
    "roadshow": "",
}
KINDS: dict[str, dict[str, str]] = {
    "landings": {
        "project": "示例光芯片",
        "on": ON,
        "roadshow": "",
        "plan": "深根计划",
        "amount_fen": "12000",
    },
    "investments": DEAL,
    "loans": LOAN,
    "hires": {"category": "海外工程师", "name": "HW-01", "place": "德国", "step": "selected", "on": ON},
    "residencies": {
        "company": "示例半导体",
        "name": "示例孵化器",
        "step": "moved_in",
        "on": ON,
        "area_m2": "320.5",
    },
    "incubators": {"name": "示例孵化器", "place": "上海", "year": "2026", "area_m2": "8,203", "running": "y"},
    "evaluations": {"name": "示例孵化器", "year": "2026", "score": "91.5", "category": "优秀"},
    "ratings": {"company": "示例半导体", "year": "2026", "category": "绿色"},
    "recognitions": {
        "company": "示例半导体",
        "category": "高新技术企业",
        "on": ON,
        "valid_until": "2029-03-01",
    },
    "policy-payments": {"category": "创新券", "name": "第1批", "amount_fen": "5", "on": ON},
}


def send(client: FlaskClient, sort: str, asked: str = "", **said: Any) -> TestResponse:
    return client.post(f"/centre/outcomes/{sort}/new{asked}", data=KINDS[sort] | said)


def pdf(name: str = "回单.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(files.pdf()), name


def rows(app: Flask) -> list[Row]:
    with app.app_context():
        return queries.list_rows(Wanted(in_force=False))


def deal(
    app: Flask, step: ThreadStep = T.SIGNED, wan: int = 3000, on: date = date(2026, 2, 1), **of: Any
) -> int:
    """A deal of the project, logged at a roadshow that was held; its thread."""
    with app.app_context():
        show = make.roadshow(RoadshowState.HELD, title="第一场路演")
        said = {"counterpart": "示例创投", "round": "A轮"} | of
        facts = StepFacts(Kind.INVESTMENT, step, on, wan * WAN, roadshow_id=show.id)
        row = operations.begin(ThreadOf(Kind.INVESTMENT, project_id=1, **said), facts, actor=make.SOMEONE)
        assert row.thread_id
        return row.thread_id


def another_roadshow(app: Flask) -> int:
    with app.app_context():
        return make.roadshow(RoadshowState.HELD, title="第二场路演").id
