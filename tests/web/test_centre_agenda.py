"""The running order as its page has it: each act a small form, refused in words, with what was typed kept."""

from datetime import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.operations import end_sessions
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Format, Part
from roadshow.agenda.models import SlotKind as K
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import list_pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from tests import make
from tests.conftest import PASSWORD, AsRole, Counted
from tests.web.agendas import another_moves, drafted, keys, names, number, post, times
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
FETCHED = {"X-Fragment": "agenda"}
MOST = (
    12  # statements of a move, on PostgreSQL, where whoever takes a thing queues for it; one less on SQLite
)


def test_times_follow_the_order_and_the_page_says_how_long_it_is(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app)
    page = organiser.get(path).text
    assert times(page) == [
        "13:30–13:40 开场",
        "13:40–13:55 示例1号",
        "13:58–14:13 示例2号",
        "14:16–14:31 示例3号",
        "14:31–15:01 自由对接",
    ]
    assert words_of(page, "section#order header span") == ["13:30–15:01，还剩119分钟"]
    assert words_of(page, "ol.slots p.gap") == ["换场3分钟", "换场3分钟"]


def test_a_row_is_moved_by_its_button_without_script(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app)
    key = keys(app, path)[1]
    answer = post(organiser, path, key=key, position=3)
    assert (answer.status_code, answer.location) == (303, f"{path}#part-{key}")
    page = organiser.get(path).text
    assert times(page)[1:4] == ["13:40–13:55 示例2号", "13:58–14:13 示例1号", "14:16–14:31 示例3号"]
    assert words_of(page, "p.note") == [
        "“示例1号”在第3位，共5位，13:58–14:13。共5个环节，15:01结束，还剩119分钟。"
    ]


def test_what_came_of_it_is_said_in_english_too(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app)
    post(organiser, f"{path}?lang=en", key=keys(app, path)[1], position=3)
    assert words_of(organiser.get(path).text, "p.note") == [
        "“示例1号” is number 3 of 5, 13:58–14:13. Items: 5; ends at 15:01, 119 minutes left."
    ]


def test_a_script_gets_the_parts_of_the_page_that_changed(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app)
    key = keys(app, path)[1]
    answer = organiser.post(path, data={"seen": 1, "key": key, "position": 3}, headers=FETCHED)
    assert (answer.status_code, answer.headers["X-Fragment"]) == (200, "agenda")
    assert times(answer.text)[2] == "13:58–14:13 示例1号"
    assert ("<html" in answer.text, 'data-seen="2"' in answer.text) == (False, True)


@pytest.mark.parametrize("headers", [{}, FETCHED])
def test_who_was_overtaken_gets_409_what_the_other_did_and_the_newest_order(
    app: Flask, organiser: FlaskClient, headers: dict[str, str]
) -> None:
    path = drafted(app)
    another_moves(app, path)
    key = keys(app, path)[2]
    answer = organiser.post(path, data={"seen": 1, "key": key, "position": 4}, headers=headers)
    assert answer.status_code == 409
    assert words_of(answer.text, "div.note b, div.note li") == [
        "测试组织者刚刚改了这份议程，您的改动没有保存。",
        "把“示例1号”从第2位移到第1位",
    ]
    assert times(answer.text)[0] == "13:30–13:45 示例1号"
    assert len(names(app, path)) == 5
    again = organiser.post(path, data={"seen": 2, "key": key, "position": 4}, headers=headers)
    assert again.status_code == (200 if headers else 303)


@pytest.mark.parametrize("headers", [{}, FETCHED])
def test_what_was_typed_is_kept_by_who_was_overtaken(
    app: Flask, organiser: FlaskClient, headers: dict[str, str]
) -> None:
    path = drafted(app)
    another_moves(app, path)
    typed = {"do": "add", "seen": 1, "add-kind": "speech", "add-minutes": "12", "add-title": "示例致辞"}
    answer = organiser.post(path, data=typed, headers=headers)
    assert (answer.status_code, 'value="示例致辞"' in answer.text) == (409, True)
    key = keys(app, path)[2]
    typed = {"do": "change", "seen": 1, "key": key, "speech": "10", "questions": "5"}
    answer = organiser.post(path, data=typed, headers=headers)
    assert (answer.status_code, f'id="speech-{key}" value="10"' in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"add-minutes": "-5"}, "时长“-5”须是1至480的整数"),
        ({"add-minutes": "0"}, "时长“0”须是1至480的整数"),
        ({"add-minutes": "999999999"}, "时长“999999999”须是1至480的整数"),
        ({"add-minutes": "99999999999"}, "时长“99999999999”须是1至480的整数"),
        ({"add-minutes": ""}, "请填写时长"),
        ({"add-title": ""}, "请填写题目，例如“领导致辞”"),
        ({"add-title": "长" * 201}, "题目最多200个字，现在是201个字"),
        ({"add-speaker": "长" * 101}, "主讲人最多100个字，现在是101个字"),
        ({"add-position": "6"}, "排在第几位“6”须是1至5的整数"),
        ({"add-position": "0"}, "排在第几位“0”须是1至5的整数"),
        ({"add-kind": "pitch"}, "请从列表中选择一项"),
    ],
)
def test_an_odd_part_is_refused_at_its_field_and_stays_typed(
    app: Flask, organiser: FlaskClient, typed: dict[str, str], words: str
) -> None:
    path = drafted(app, 2)
    sent = {"add-kind": "speech", "add-minutes": "10", "add-title": "示例致辞", "add-speaker": "示例"} | typed
    answer = post(organiser, path, do="add", **sent)
    assert words_of(answer.text, "details#adding p.why") == [words]
    assert len(names(app, path)) == 4
    kept = [value for value in sent.values() if value not in ("", "pitch", "speech")]
    assert [value for value in kept if f'value="{value}"' not in answer.text] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"speech": "-1", "questions": "7"}, "陈述“-1”须是1至480的整数"),
        ({"speech": "0", "questions": "7"}, "陈述“0”须是1至480的整数"),
        ({"speech": "8", "questions": "500"}, "答辩“500”须是0至480的整数"),
        ({"speech": "", "questions": "7"}, "请填写陈述几分钟"),
    ],
)
def test_odd_minutes_are_refused_at_their_row(
    app: Flask, organiser: FlaskClient, typed: dict[str, str], words: str
) -> None:
    path = drafted(app, 1)
    answer = post(organiser, path, do="change", key=keys(app, path)[1], **typed)
    assert words_of(answer.text, "ol.slots p.why") == [words]
    assert f'value="{typed["questions"]}"' in answer.text


def test_minutes_typed_into_a_row_are_its_own(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    opening, pitch, _talks = keys(app, path)
    post(organiser, path, do="change", key=opening, minutes="5")
    post(organiser, path, do="change", key=pitch, speech="１０", questions="0", seen=2)
    assert times(organiser.get(path).text) == [
        "13:30–13:35 开场",
        "13:35–13:45 示例1号",
        "13:45–14:15 自由对接",
    ]


@pytest.mark.parametrize("position", ["0", "6", "999999999", ""])
def test_a_turn_beyond_the_list_is_refused_in_words(
    app: Flask, organiser: FlaskClient, position: str
) -> None:
    path = drafted(app)
    answer = post(organiser, path, key=keys(app, path)[0], position=position)
    assert words_of(answer.text, "ol.slots p.why") == [f"排在第几位“{int(position or 0)}”须是1至5的整数"]


def test_a_part_of_another_roadshow_is_not_found(app: Flask, organiser: FlaskClient) -> None:
    path, other = drafted(app), drafted(app)
    with app.app_context():
        roadshow = get_roadshow(number(other))
        operations.add_part(roadshow, Part(K.AWARDS, 5), seen=1, actor=make.SOMEONE)
    stranger = keys(app, other)[-1]
    for typed in ({"position": 1}, {"do": "remove"}, {"do": "change", "minutes": 5}):
        assert post(organiser, path, key=stranger, **typed).status_code == 404
    assert organiser.get(f"{path}/{stranger}").status_code == 404
    assert post(organiser, f"{path}/{stranger}").status_code == 404


def test_a_project_of_another_roadshow_has_no_place_here(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app)
    with app.app_context():
        stranger = make.pitch(state=P.ACCEPTED).id
    answer = post(organiser, path, do="place", pitch_id=stranger)
    assert words_of(answer.text, "p.note") == ["本场入选的项目里没有这一个"]


@pytest.mark.parametrize(
    "typed", [{"do": "nonsense"}, {"seen": "x"}, {"seen": ""}, {"seen": "-1"}, {"seen": "9" * 30}]
)
def test_what_no_page_of_ours_sends_is_a_bad_request(
    app: Flask, organiser: FlaskClient, typed: dict[str, str]
) -> None:
    path = drafted(app)
    assert post(organiser, path, **{"key": keys(app, path)[0], "position": 2} | typed).status_code == 400


def test_projects_without_a_place_stand_beside_and_are_put_in(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    with app.app_context():
        late = make.pitch(get_roadshow(number(path)), P.ACCEPTED, make.project(name="示例晚到")).id
    assert words_of(organiser.get(path).text, "ul.pool h3") == ["示例晚到"]
    post(organiser, path, do="place", pitch_id=late)
    page = organiser.get(path).text
    assert (words_of(page, "ul.pool h3"), words_of(page, "ol.slots h3")[2]) == ([], "示例晚到")
    assert times(page)[2] == "13:58–14:13 示例晚到"


def test_whoever_left_the_stage_is_marked_and_taken_out(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 2)
    with app.app_context():
        pitches.withdraw(list_pitches(number(path))[0], actor=make.SOMEONE)
    page = organiser.get(path).text
    assert words_of(page, "ol.slots p.why") == ["已不在入选之列，请移出议程"]
    assert words_of(page, "section#standing li") == ["“示例1号”已不在入选之列，先把它移出议程"]
    post(organiser, path, do="remove", key=keys(app, path)[1])
    assert names(app, path) == ["opening", "示例2号", "talks"]


def test_the_format_changes_who_has_no_minutes_of_their_own(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 2)
    post(organiser, path, do="change", key=keys(app, path)[1], speech="20", questions="0")
    sent = {"format-speech": "7", "format-questions": "5", "format-buffer": "0"}
    post(organiser, path, do="format", seen=2, **sent)
    assert times(organiser.get(path).text)[1:3] == ["13:40–14:00 示例1号", "14:00–14:12 示例2号"]
    answer = post(organiser, path, do="format", seen=3, **sent | {"format-buffer": "61"})
    assert words_of(answer.text, "details#format p.why") == ["换场“61”须是0至60的整数"]
    assert 'value="61"' in answer.text


def test_a_draw_is_shown_with_its_seed_and_every_lot(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 4)
    post(organiser, path, do="draw")
    page = organiser.get(path).text
    with app.app_context():
        drawing = queries.find_drawing(number(path))
        assert drawing is not None
        seed = drawing.said["seed"]
    lots = words_of(page, "details#lots ol li")
    assert words_of(page, "details#lots p code") == [seed]
    assert [line.split()[0] for line in lots] == names(app, path)[1:5]
    assert [line.split()[1] for line in lots] == sorted(line.split()[1] for line in lots)


def test_undo_is_offered_as_long_as_there_is_something_to_undo(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app)
    post(organiser, path, do="remove", key=keys(app, path)[0])
    assert len(names(app, path)) == 4
    post(organiser, path, do="undo", seen=2)
    post(organiser, path, do="undo", seen=3)
    page = organiser.get(path).text
    assert (names(app, path), words_of(page, "div#acts button")) == ([], ["发布议程"])


def test_a_part_has_a_page_for_all_of_it(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    key = keys(app, path)[0]
    typed = {"minutes": "5", "title": "欢迎", "speaker": "示例主持", "position": "3"}
    answer = post(organiser, f"{path}/{key}", **typed)
    assert answer.location == f"{path}#part-{key}"
    with app.app_context():
        part = queries.get_draft(number(path)).parts[2]
        assert (part.minutes, part.title, part.speaker) == (5, "欢迎", "示例主持")
    stale = post(organiser, f"{path}/{key}", **typed | {"title": "您好"})
    assert (stale.status_code, 'value="您好"' in stale.text) == (409, True)
    assert words_of(stale.text, "div.note li") == ["修改了“欢迎”"]
    post(organiser, path, do="remove", key=key, seen=2)
    gone = post(organiser, f"{path}/{key}", **typed | {"seen": 2})
    assert (gone.status_code, words_of(gone.text, "div.note li")) == (409, ["移除了“欢迎”"])


def test_what_was_typed_is_there_after_signing_in_again(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    opening, pitch, _talks = keys(app, path)
    for typed, kept in (
        ({"do": "add", "add-minutes": "12", "add-title": "示例致辞"}, 'value="示例致辞"'),
        ({"do": "change", "key": pitch, "speech": "11", "questions": "4"}, f'id="speech-{pitch}" value="11"'),
        ({"do": "format", "format-speech": "9", "format-questions": "9", "format-buffer": "1"}, 'value="9"'),
    ):
        with app.app_context():
            person = find_person("organiser1@test.example")
            assert person is not None
            end_sessions(person)
        assert post(organiser, path, **typed).status_code == 302
        organiser.post("/sign-in", data={"email": "organiser1@test.example", "password": PASSWORD})
        page = organiser.get(path).text
        assert (kept in page, f'id="minutes-{opening}" value="10"' in page) == (True, True)


def test_a_part_that_cannot_be_is_kept_for_nobody(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 1)
    with app.app_context():
        person = find_person("organiser1@test.example")
        assert person is not None
        end_sessions(person)
    post(organiser, path, do="change", key="9" * 5000, minutes="11")
    organiser.post("/sign-in", data={"email": "organiser1@test.example", "password": PASSWORD})
    assert organiser.get(path).status_code == 200


@pytest.mark.parametrize(("projects", "parts"), [(7, 10), (58, 60)])
def test_a_move_costs_the_same_however_long_the_order(
    app: Flask,
    organiser: FlaskClient,
    counted: Counted,
    postgres_server: str | None,
    projects: int,
    parts: int,
) -> None:
    path = drafted(app, projects, starts=time(9), ends=time(18))
    with app.app_context():
        operations.set_format(get_roadshow(number(path)), Format(3, 2, 1), seen=1, actor=make.SOMEONE)
        operations.publish_agenda(get_roadshow(number(path)), seen=2, actor=make.SOMEONE)
    first = keys(app, path)[1]
    organiser.get(path)
    costs = []
    for seen, position in ((2, 5), (3, 9)):
        with counted() as statements:
            sent = {"seen": seen, "key": first, "position": position}
            answer = organiser.post(path, data=sent, headers=FETCHED)
        assert answer.status_code == 200
        costs.append(len(statements))
    assert (costs, len(keys(app, path))) == ([MOST - 1 + int(postgres_server is not None)] * 2, parts)


def test_the_page_of_an_agenda_costs_the_same_however_long(
    app: Flask, as_role: AsRole, counted: Counted
) -> None:
    client, costs = as_role(Role.ORGANISER), list[int]()
    for projects in (1, 50):
        path = drafted(app, projects)
        client.get(path)
        with counted() as statements:
            client.get(path)
        costs.append(len(statements))
    assert costs[0] == costs[1]
