"""How badges draw a state: by what it means for whoever waits."""

from enum import StrEnum
from typing import Any

from flask import Flask

from roadshow.attendance.states import AttendanceState
from roadshow.documents.states import VersionState
from roadshow.investors.states import InstitutionState
from roadshow.investors.states import JoinState as AskedIn
from roadshow.meetings.states import TalkState
from roadshow.notices.states import LetterState
from roadshow.outcomes.states import RowState
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.projects.states import CompanyState, JoinState
from roadshow.screening.states import SheetState

WAITS, GOING, YOURS, DONE, OVER = "", "going", "yours", "done", "over"
A, R, P, N = AttendanceState, RoadshowState, PitchState, InstitutionState
J, L, V = JoinState, LetterState, VersionState
# A table for each story: members of two may be equal as words.
SHAPES: dict[type[StrEnum], dict[Any, str]] = {
    R: {
        R.PLANNED: WAITS,
        R.CALLING: GOING,
        R.SELECTING: GOING,
        R.PUBLISHED: GOING,
        R.LIVE: GOING,
        R.HELD: DONE,
        R.CLOSED: DONE,
        R.CANCELLED: OVER,
    },
    P: {
        P.DRAFT: WAITS,
        P.SUBMITTED: WAITS,
        P.RETURNED: WAITS,
        P.SCREENED: GOING,
        P.ACCEPTED: GOING,
        P.WAITLISTED: WAITS,
        P.SCHEDULED: GOING,
        P.PRESENTED: DONE,
        P.LAPSED: OVER,
        P.DECLINED: OVER,
        P.ABSENT: OVER,
        P.WITHDRAWN: OVER,
    },
    J: {J.ASKED: WAITS, J.CONFIRMED: DONE, J.REFUSED: OVER, J.WITHDRAWN: OVER},
    CompanyState: {CompanyState.UNVERIFIED: WAITS, CompanyState.VERIFIED: DONE, CompanyState.REFUSED: OVER},
    RowState: {RowState.LOGGED: WAITS, RowState.VERIFIED: DONE, RowState.REFUSED: OVER},
    SheetState: {SheetState.OPEN: YOURS, SheetState.STARTED: YOURS, SheetState.HANDED_IN: DONE},
    N: {N.REGISTERED: WAITS, N.VERIFIED: DONE, N.LAPSED: OVER, N.REFUSED: OVER, N.MERGED: OVER},
    AskedIn: {
        AskedIn.ASKED: WAITS,
        AskedIn.CONFIRMED: DONE,
        AskedIn.REFUSED: OVER,
        AskedIn.WITHDRAWN: OVER,
    },
    L: {
        L.QUEUED: WAITS,
        L.SENDING: GOING,
        L.SENT: DONE,
        L.UNCERTAIN: WAITS,
        L.FAILED: OVER,
        L.BOUNCED: OVER,
        L.KEPT: OVER,
    },
    A: {
        A.INVITED: WAITS,
        A.TENTATIVE: WAITS,
        A.WAITLISTED: WAITS,
        A.OFFERED: GOING,
        A.ACCEPTED: GOING,
        A.CHECKED_IN: DONE,
        A.DECLINED: OVER,
        A.LAPSED: OVER,
        A.WITHDRAWN: OVER,
        A.REPLACED: DONE,
        A.NO_SHOW: OVER,
    },
    TalkState: {
        TalkState.PROPOSED: GOING,
        TalkState.AGREED: DONE,
        TalkState.DECLINED: OVER,
        TalkState.CANCELLED: OVER,
    },
    V: {V.RECEIVED: GOING, V.CHECKED: DONE, V.PREVIEWED: DONE, V.REFUSED: OVER},
}


def shape(state: StrEnum) -> str:
    """The kind of badge; a page that knows that it waits for its reader says 「yours」 itself."""
    return SHAPES[type(state)][state]


def init_app(app: Flask) -> None:
    app.add_template_filter(shape)
