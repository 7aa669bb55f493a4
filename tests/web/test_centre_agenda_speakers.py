"""Who speaks in a part: a name, or somebody with an account, who is in one place at a time."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.operations import set_active
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import get_person
from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind as K
from roadshow.programme.queries import get_roadshow
from tests import make
from tests.web.agendas import drafted, keys, names, number, post
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def test_a_part_is_added_at_its_turn_with_its_speaker(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    typed = {"add-kind": "speech", "add-minutes": "10", "add-title": "示例致辞", "add-speaker": "示例局领导"}
    post(organiser, path, do="add", **typed, **{"add-position": "2"})
    assert names(app, path) == ["opening", "示例致辞", "示例1号", "talks"]
    with app.app_context():
        assert queries.get_draft(number(path)).parts[1].speaker == "示例局领导"


def test_a_speaker_who_is_elsewhere_then_is_refused_at_the_field(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        expert = make.person(Role.JUDGE, name="示例专家")
        other = make.roadshow(title="示例别场", on=make.DAY)
        speech = Part(K.SPEECH, 30, title="主旨发言", speaker_id=expert.id)
        operations.add_part(other, speech, seen=0, actor=make.SOMEONE)
    path = drafted(app, 1, on=make.DAY)
    typed = {"add-kind": "speech", "add-minutes": "10", "add-title": "致辞", "add-speaker": "示例专家"}
    answer = post(organiser, path, do="add", **typed, **{"add-position": "1"})
    why = "示例专家在6月16日 周二 13:30–14:00已安排在“示例别场”，请换一个时间"
    assert words_of(answer.text, "details#adding p.why") == [why]
    opening = keys(app, path)[0]
    answer = post(organiser, f"{path}/{opening}", minutes="10", speaker="示例专家", position="1", title="")
    assert words_of(answer.text, "p.why") == [why]
    post(organiser, path, do="add", **typed, **{"add-position": "4"})
    answer = post(organiser, path, key=keys(app, path)[3], position=1, seen=2)
    assert words_of(answer.text, "ol.slots p.why") == [why]


def test_of_namesakes_it_is_asked_which(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        ids = [make.person(Role.JUDGE, name="示例王某").id for _number in range(2)]
        make.person(Role.STARTUP, name="示例项目方")
    path = drafted(app, 1)
    typed = {"add-kind": "speech", "add-minutes": "10", "add-title": "致辞"}
    answer = post(organiser, path, do="add", **typed, **{"add-speaker": "示例王某"})
    words = "有2位“示例王某”有账号，请从列表里选是哪一位"
    assert words_of(answer.text, "details#adding p.why") == [words]
    assert ("示例项目方" in answer.text, f'value="示例王某 #{ids[1]}"' in answer.text) == (False, True)
    post(organiser, path, do="add", **typed, **{"add-speaker": f"示例王某 #{ids[1]}"})
    with app.app_context():
        part = queries.get_draft(number(path)).parts[-1]
        assert (part.speaker, part.speaker_id) == ("示例王某", ids[1])


def test_a_speaker_stays_who_it_is_while_nobody_names_another(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    with app.app_context():
        gone, _other = (make.person(name="示例王某").id for _ in range(2))
        part = Part(K.SPEECH, 10, title="致辞", speaker_id=gone)
        key = operations.add_part(get_roadshow(number(path)), part, seen=1, actor=make.SOMEONE).parts[-1].key
        set_active(get_person(gone), False, actor=make.SOMEONE)
    post(organiser, f"{path}/{key}", seen=2, minutes="10", title="欢迎", speaker="示例王某", position="4")
    with app.app_context():
        part = queries.get_draft(number(path)).parts[-1]
        assert (part.title, part.speaker_id) == ("欢迎", gone)


def test_a_number_that_no_namesake_has_is_refused(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    typed = {"add-kind": "speech", "add-minutes": "10", "add-title": "致辞", "add-speaker": "示例王某 #77"}
    answer = post(organiser, path, do="add", **typed)
    assert words_of(answer.text, "details#adding p.why") == ["没有编号77的“示例王某”，请从列表里选"]
