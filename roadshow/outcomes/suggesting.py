"""What a form of the ledger offers to choose from: what is known of a project or a firm first, then what was said."""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import HELD

from .models import Row, Thread
from .states import Kind, RowState

MOST = 200
TITLES = ("高新技术企业", "科技型中小企业", "专精特新中小企业", "企业研究开发中心", "企业研究院")
LEVELS = ("国家级", "省级", "市级", "县级")
SHOWN = (PitchState.SCHEDULED, PitchState.PRESENTED)


def find_last_roadshow(project_id: int) -> int | None:
    """The last one held at which it was on the stage."""
    rows = select(Roadshow.id).join(Pitch, Pitch.roadshow_id == Roadshow.id)
    rows = rows.where(Pitch.project_id == project_id, Pitch.state.in_(SHOWN), Roadshow.state.in_(HELD))
    return db.session.scalar(rows.order_by(Roadshow.on.desc(), Roadshow.id.desc()).limit(1))


def list_counterparts(kind: Kind, company_id: int | None = None) -> list[str]:
    """Banks, funds or incubators of its threads, those of this firm only where one is named; the latest first."""
    rows = select(Thread.counterpart).where(Thread.kind == kind, Thread.counterpart != "")
    if company_id is not None:
        rows = rows.where(Thread.company_id == company_id)
    rows = rows.group_by(Thread.counterpart).order_by(func.max(Thread.id).desc(), Thread.counterpart)
    return list(db.session.scalars(rows.limit(MOST)))


def list_names(kind: Kind) -> list[str]:
    """Incubators that were logged, the latest first."""
    return _said(Row.name, kind)


def list_categories(kind: Kind) -> list[str]:
    """As the bureau named them until now, the latest first."""
    return _said(Row.category, kind)


def _said(column: InstrumentedAttribute[str], kind: Kind) -> list[str]:
    rows = select(column).where(Row.kind == kind, column != "", Row.state != RowState.REFUSED)
    rows = rows.group_by(column).order_by(func.max(Row.id).desc(), column)
    return list(db.session.scalars(rows.limit(MOST)))
