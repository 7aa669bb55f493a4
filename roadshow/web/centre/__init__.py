"""The centre's desk: organisers, recorders, leaders and admins."""

from flask import Blueprint

blueprint = Blueprint("centre", __name__, url_prefix="/centre")

from . import (  # noqa: E402, F401  the pages hang themselves on the blueprint
    accounts,
    agenda,
    applications,
    calls,
    companies,
    confirming,
    consents,
    deals,
    desk,
    documents,
    drafting,
    entering,
    explore,
    hall_uses,
    halls,
    institutions,
    interests,
    joining,
    ledgers,
    letters,
    outcomes,
    papers,
    pitches,
    planner,
    projects,
    reports,
    rest_days,
    roadshows,
    screening,
    screening_ranking,
    screening_readers,
    seasons,
    steps,
    trail,
    viewers,
    wordings,
)
