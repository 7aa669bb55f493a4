"""Who may read what of a project: the rule, stated again, over all that may be true; then each fact as a row."""

from itertools import chain, combinations, product

import pytest

from roadshow.accounts.models import Person
from roadshow.attendance import access, viewing
from roadshow.attendance.access import Layer, Need, Reader, access_to, reader_of
from roadshow.attendance.colleagues import hand_over
from roadshow.attendance.inviting import invite_many
from roadshow.attendance.models import Via
from roadshow.attendance.rules import Invitee
from roadshow.attendance.states import AttendanceState as A
from roadshow.documents.models import Level
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.investors.choices import VERSION
from roadshow.investors.models import GOOD_FOR, AgreementKind
from roadshow.investors.states import InstitutionState
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.models import Dossier, Project
from tests import make
from tests.attendance.coming import colleague, guest, institution, investor, on_stage
from tests.conftest import Counted
from tests.documents.made import known

pytestmark = pytest.mark.usefixtures("in_spring")
LEVELS = (None, "summary", "verified", "nda", "judges")
ALL = {Layer.SUMMARY: True, Layer.FORM: True, Layer.FIGURES: True}
NOTHING = dict.fromkeys(Layer, False)


def application(state: P, at: S, level: str | None) -> Pitch:
    """Nowhere kept."""
    roadshow = Roadshow(id=1, state=at, public_since=clock.now())
    return Pitch(state=state, roadshow=roadshow, project=Project(dossier=Dossier(level=level)))


def stated(has: frozenset[Need], at: S, state: P, level: str | None, layer: Layer) -> bool:
    """The rule in other words: of an invited reader."""
    verified = Need.INSTITUTION in has and Need.VERIFIED in has
    private = verified and Need.DECLARED in has and Need.SIGNED in has
    if at not in (S.PUBLISHED, S.LIVE, S.HELD, S.CLOSED):
        return False
    if state not in (P.ACCEPTED, P.SCHEDULED, P.PRESENTED) or level == "judges":
        return False
    if layer is Layer.FIGURES:
        return private and Need.WARNED in has
    if level == "summary":
        return layer is Layer.SUMMARY or verified
    return verified if level == "verified" else private


def test_who_may_read_is_as_the_rule_says_whatever_is_true():
    fulfilled = chain.from_iterable(combinations(Need, many) for many in range(len(Need) + 1))
    every = [frozenset(has) for has in fulfilled]
    wrong = []
    for state, at, level in product(P, S, LEVELS):
        pitch = application(state, at, level)
        for has in every:
            reader = Reader(1, None, has, invited=frozenset({1}))
            found = access_to(reader, pitch)
            for layer in Layer:
                if (found is not None and found.reads(layer)) != stated(has, at, state, level, layer):
                    wrong.append((state, at, level, has, layer))
            if access_to(Reader(1, None, has, invited=frozenset({2})), pitch) is not None:
                wrong.append((state, at, level, has, None))
    assert wrong == []


def test_what_is_lacking_is_said_in_the_order_in_which_it_is_done():
    found = access_to(Reader(1, invited=frozenset({1})), application(P.SCHEDULED, S.PUBLISHED, "summary"))
    assert found is not None
    assert [found.lacks(layer) for layer in Layer] == [[], [Need.INSTITUTION, Need.VERIFIED], list(Need)]


def reads(person: Person, pitch: Pitch) -> dict[Layer, bool]:
    found = access_to(reader_of(person), pitch)
    return {layer: found is not None and found.reads(layer) for layer in Layer}


@pytest.mark.usefixtures("inside")
class TestRows:
    def test_who_was_invited_and_has_done_all_reads_all(self):
        pitch = on_stage()
        assert reads(investor(pitch.roadshow), pitch) == ALL

    def test_a_colleague_reads_too_who_has_agreed_and_read_the_notice_for_themselves(self):
        pitch, fund = on_stage(), institution()
        investor(pitch.roadshow, fund)
        other = colleague(fund)
        assert reads(other, pitch) == NOTHING  # the guest is named, their institution is not
        guest(pitch.roadshow, make.person(), institution_id=fund.id)
        assert reads(other, pitch) == ALL | {Layer.FIGURES: False}
        viewing.read_warning(pitch.roadshow_id, person=other)
        assert reads(other, pitch) == ALL

    @pytest.mark.parametrize("state", A)
    def test_who_declined_or_is_no_longer_invited_reads_nothing(self, state: A):
        pitch, person = on_stage(), colleague(institution())
        guest(pitch.roadshow, person, state)
        there = access_to(reader_of(person), pitch) is not None
        assert there == (state not in (A.DECLINED, A.WITHDRAWN, A.REPLACED))

    @pytest.mark.parametrize(
        ("state", "there"), [(A.ACCEPTED, False), (A.WAITLISTED, False), (A.CHECKED_IN, True)]
    )
    def test_who_only_registered_is_not_invited_until_they_are_let_in(self, state: A, there: bool):
        pitch, person = on_stage(), colleague(institution())
        guest(pitch.roadshow, person, state, via=Via.REGISTERED)
        assert (access_to(reader_of(person), pitch) is not None) == there

    def test_who_only_registered_is_not_invited_by_handing_over_to_an_own_second_address(self):
        pitch, person = on_stage(), colleague(institution())
        registered = make.attendance(pitch.roadshow, A.ACCEPTED, via=Via.REGISTERED)
        hand_over(registered, Invitee(person.email, "示例同事"), actor=make.SOMEONE)
        assert access_to(reader_of(person), pitch) is None

    def test_who_registered_before_reads_once_the_centre_invites_them(self):
        pitch, person = on_stage(), colleague(institution())
        for state in (A.ACCEPTED, A.WITHDRAWN):
            roadshow = pitch.roadshow
            row = make.attendance(roadshow, state, via=Via.REGISTERED, email=person.email)
            before = access_to(reader_of(person), pitch)
            invite_many(roadshow, [Invitee(person.email, reasons=["sector"])], actor=make.SOMEONE)
            assert (before, row.via, row.person_id, row.reasons) == (None, Via.INVITED, person.id, ["sector"])
            assert access_to(reader_of(person), pitch) is not None
            pitch = on_stage()

    def test_an_invitation_to_another_roadshow_opens_nothing_here(self):
        pitch, other = on_stage(), on_stage()
        assert reads(investor(other.roadshow), pitch) == NOTHING

    def test_whose_institution_is_not_verified_reads_nothing_behind_an_agreement(self):
        pitch, fund = on_stage(), institution(state=InstitutionState.REGISTERED)
        assert reads(investor(pitch.roadshow, fund), pitch) == NOTHING

    @pytest.mark.parametrize("agreed", AgreementKind)
    def test_without_the_declaration_or_the_agreement_there_are_no_figures(self, agreed: AgreementKind):
        pitch, person = on_stage(), colleague(institution(), agreed)
        guest(pitch.roadshow, person)
        viewing.read_warning(pitch.roadshow_id, person=person)
        level(pitch, "verified")
        assert reads(person, pitch) == ALL | {Layer.FIGURES: False}

    def test_a_verification_that_has_lapsed_opens_nothing(self):
        pitch = on_stage()
        person = investor(pitch.roadshow)
        with clock.at(clock.now() + GOOD_FOR):
            assert reads(person, pitch) == NOTHING

    @pytest.mark.parametrize("kind", AgreementKind)
    def test_words_that_have_changed_are_asked_for_again(
        self, monkeypatch: pytest.MonkeyPatch, kind: AgreementKind
    ):
        pitch = on_stage()
        person = investor(pitch.roadshow)
        monkeypatch.setitem(VERSION, kind, 2)
        assert reads(person, pitch) == NOTHING

    def test_who_acts_for_nobody_reads_the_summary_that_its_owner_lets_them(self):
        pitch, person = on_stage(), make.person()
        guest(pitch.roadshow, person)
        assert reads(person, pitch) == NOTHING
        level(pitch, "summary")
        assert reads(person, pitch) == NOTHING | {Layer.SUMMARY: True}

    def test_an_owner_who_closes_the_project_closes_what_was_handed_in(self):
        pitch = on_stage()
        person = investor(pitch.roadshow)
        level(pitch, "judges")
        assert reads(person, pitch) == NOTHING

    def test_a_project_without_a_form_is_as_strict_as_an_agreement(self):
        pitch = on_stage(of=make.project(whole=False))
        fund = institution(state=InstitutionState.REGISTERED)
        assert reads(investor(pitch.roadshow), pitch) == ALL
        assert reads(investor(pitch.roadshow, fund), pitch) == NOTHING

    def test_the_notice_of_risk_is_read_once_at_each_roadshow(self):
        first, second = on_stage(), on_stage()
        person = investor(first.roadshow)
        viewing.read_warning(first.roadshow_id, person=person)
        guest(second.roadshow, person)
        assert (reads(person, first), reads(person, second)) == (ALL, ALL | {Layer.FIGURES: False})

    def test_who_is_not_invited_has_no_notice_to_read(self):
        with pytest.raises(Missing):
            viewing.read_warning(make.roadshow(S.PUBLISHED).id, person=colleague(institution()))

    @pytest.mark.parametrize("closed", [None, Level.JUDGES])
    def test_a_deck_is_read_as_it_was_handed_in_where_its_own_level_allows(self, closed: Level | None):
        pitch = on_stage()
        deck = known(thing_id=pitch.project_id)
        deck.document.level = closed or Level.NDA
        foreign = known(thing_id=make.project().id)
        db.session.commit()
        found = access_to(reader_of(investor(pitch.roadshow)), pitch)
        assert found is not None
        assert access.list_decks(found, pitch) == ([] if closed else [deck])
        with pytest.raises(Missing):
            access.get_deck(found, pitch, foreign.id)

    def test_without_the_notice_of_risk_there_is_no_deck(self):
        pitch, person = on_stage(), colleague(institution())
        guest(pitch.roadshow, person)
        deck = known(thing_id=pitch.project_id)
        found = access_to(reader_of(person), pitch)
        assert found is not None
        with pytest.raises(Missing):
            access.get_deck(found, pitch, deck.id)

    def test_a_whole_roadshow_is_weighed_by_as_many_statements_as_one_project(self, counted: Counted):
        pitch, costs = on_stage(), []
        person, roadshow_id = investor(pitch.roadshow), pitch.roadshow_id
        for many in (1, 20):
            db.session.expire_all()
            with counted() as statements:
                reader = reader_of(person)
                found = [access_to(reader, each) for each in access.list_shown(roadshow_id)]
            costs.append(len(statements))
            assert len(found) == many
            for _number in range(19):
                on_stage(at=pitch.roadshow)
        assert costs[0] == costs[1]


def level(pitch: Pitch, level: str) -> None:
    """As its owner says now."""
    assert pitch.project.dossier is not None
    pitch.project.dossier.level = level
    db.session.commit()
