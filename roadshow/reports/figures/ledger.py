"""The figures of the ledger, each a named query; what each means stands in ``words``."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import in_force
from roadshow.outcomes.rules import COLOURS, DEEP_ROOT
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.projects.models import Dossier

from .figure import Chapter, Figure, Rows, Unit, different, many, mean, total
from .sources import EVALUATION, INCUBATOR, LANDING, LANDING_TABLE, LEDGER, RESIDENCY

C, K, T, U = Chapter, Kind, ThreadStep, Unit
GREEN, BLUE, YELLOW = COLOURS


def of_kind(kind: Kind, step: ThreadStep | None = None, *joins: str) -> Rows:
    """Rows in force of one kind, and of a thread's kind those of one step."""
    at = Row.step == step if step else Row.step.is_(None)
    return Rows(LEDGER, (in_force(), Row.kind == kind, at), joins)


INTENT, SIGNED, PAID, DROPPED = (
    of_kind(K.INVESTMENT, step) for step in (T.INTENT, T.SIGNED, T.PAID, T.DROPPED)
)
POOLED, CREDITED, LENT, REPAID = (of_kind(K.LOAN, step) for step in (T.POOLED, T.CREDITED, T.LENT, T.REPAID))
LANDINGS = of_kind(K.LANDING, None, "landing")
APPLIED, SELECTED, ON_POST, ENDED = (
    of_kind(K.HIRE, step) for step in (T.APPLIED, T.SELECTED, T.ON_POST, T.ENDED)
)
SITES, EVALUATIONS = of_kind(K.INCUBATOR, None, "incubator"), of_kind(K.EVALUATION, None, "evaluation")
MOVED_IN, MOVED_OUT = (of_kind(K.RESIDENCY, step, "residency") for step in (T.MOVED_IN, T.MOVED_OUT))
RATINGS, RECOGNITIONS, POLICY = map(of_kind, (K.RATING, K.RECOGNITION, K.POLICY_PAYMENT))

_landing = aliased(Row)
_brought_in = (
    select(_landing.project_id)
    .join(LANDING_TABLE, LANDING.row_id == _landing.id)
    .where(in_force(_landing), _landing.kind == K.LANDING, _landing.step.is_(None), LANDING.plan == DEEP_ROOT)
)
PAID_INTO_DEEP_ROOT = Rows(LEDGER, (*PAID.where, Row.project_id.in_(_brought_in)))

_rows, _fen = many(), total(Row.amount_fen)
_threads, _projects, _firms = map(different, (Row.thread_id, Row.project_id, Row.company_id))
_deep_root, _industrial = LANDING.plan == DEEP_ROOT, LANDING.industrialised.is_(True)
_off_site, _running = INCUBATOR.off_site.is_(True), INCUBATOR.running.is_(True)
_m2 = total(INCUBATOR.area_m2)

LEDGER_FIGURES = (
    Figure("landed", C.LANDINGS, U.PROJECTS, LANDINGS, _projects),
    Figure("landed_fen", C.LANDINGS, U.MONEY, LANDINGS, _fen),
    Figure("landed_m2", C.LANDINGS, U.AREA, LANDINGS, total(Dossier.area_m2), joins=("project", "dossier")),
    Figure("landed_industrialised", C.LANDINGS, U.PROJECTS, LANDINGS, _projects, (_industrial,)),
    Figure("deep_root_landed", C.LANDINGS, U.PROJECTS, LANDINGS, _projects, (_deep_root,)),
    Figure(
        "deep_root_industrialised", C.LANDINGS, U.PROJECTS, LANDINGS, _projects, (_deep_root, _industrial)
    ),
    Figure("deep_root_fen", C.LANDINGS, U.MONEY, LANDINGS, _fen, (_deep_root,)),
    Figure("intent_deals", C.DEALS, U.DEALS, INTENT, _threads),
    Figure("intent_fen", C.DEALS, U.MONEY, INTENT, _fen),
    Figure("signed_deals", C.DEALS, U.DEALS, SIGNED, _threads),
    Figure("signed_fen", C.DEALS, U.MONEY, SIGNED, _fen),
    Figure("paid_projects", C.DEALS, U.PROJECTS, PAID, _projects),
    Figure("paid_deals", C.DEALS, U.DEALS, PAID, _threads),
    Figure("paid_rows", C.DEALS, U.ROWS, PAID, _rows),
    Figure("paid_fen", C.DEALS, U.MONEY, PAID, _fen),
    Figure("deep_root_paid_fen", C.DEALS, U.MONEY, PAID_INTO_DEEP_ROOT, _fen),
    Figure("dropped_deals", C.DEALS, U.DEALS, DROPPED, _threads),
    Figure("pooled_firms", C.LOANS, U.FIRMS, POOLED, _firms),
    Figure("credit_lines", C.LOANS, U.DEALS, CREDITED, _threads),
    Figure("credited_fen", C.LOANS, U.MONEY, CREDITED, _fen),
    Figure("lent_firms", C.LOANS, U.FIRMS, LENT, _firms),
    Figure("lent_rows", C.LOANS, U.ROWS, LENT, _rows),
    Figure("lent_fen", C.LOANS, U.MONEY, LENT, _fen),
    Figure("repaid_fen", C.LOANS, U.MONEY, REPAID, _fen),
    Figure("talent_applied", C.TALENT, U.PEOPLE, APPLIED, _threads),
    Figure("talent_selected", C.TALENT, U.PEOPLE, SELECTED, _rows),
    Figure("talent_on_post", C.TALENT, U.PEOPLE, ON_POST, _threads),
    Figure("talent_ended", C.TALENT, U.PEOPLE, ENDED, _threads),
    Figure("incubators", C.SITES, U.SITES, SITES, _rows),
    Figure("incubators_m2", C.SITES, U.AREA, SITES, _m2),
    Figure("incubators_running", C.SITES, U.SITES, SITES, _rows, (_running,)),
    Figure("incubators_running_m2", C.SITES, U.AREA, SITES, _m2, (_running,)),
    Figure("off_site", C.SITES, U.SITES, SITES, _rows, (_off_site,)),
    Figure("off_site_m2", C.SITES, U.AREA, SITES, _m2, (_off_site,)),
    Figure("off_site_running", C.SITES, U.SITES, SITES, _rows, (_off_site, _running)),
    Figure("off_site_running_m2", C.SITES, U.AREA, SITES, _m2, (_off_site, _running)),
    Figure("evaluated", C.SITES, U.SITES, EVALUATIONS, _rows),
    Figure("evaluation_score", C.SITES, U.SCORE, EVALUATIONS, mean(EVALUATION.score)),
    Figure("moved_in", C.SITES, U.FIRMS, MOVED_IN, _firms),
    Figure("moved_in_m2", C.SITES, U.AREA, MOVED_IN, total(RESIDENCY.area_m2)),
    Figure("moved_out", C.SITES, U.FIRMS, MOVED_OUT, _firms),
    Figure("rated_green", C.FIRMS, U.FIRMS, RATINGS, _firms, (Row.category == GREEN,)),
    Figure("rated_blue", C.FIRMS, U.FIRMS, RATINGS, _firms, (Row.category == BLUE,)),
    Figure("rated_yellow", C.FIRMS, U.FIRMS, RATINGS, _firms, (Row.category == YELLOW,)),
    Figure("recognitions", C.FIRMS, U.ROWS, RECOGNITIONS, _rows),
    Figure("recognised_firms", C.FIRMS, U.FIRMS, RECOGNITIONS, _firms),
    Figure("policy_payments", C.FIRMS, U.ROWS, POLICY, _rows),
    Figure("policy_fen", C.FIRMS, U.MONEY, POLICY, _fen),
)
