"""What visitors, calendars and applicants read is the published order, whatever becomes of the draft."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind as K
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def published(app: Flask) -> tuple[int, str]:
    """Its id and its uid; two projects of people who get letters."""
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING)
        for number in (1, 2):
            owner = make.person(name=f"测试{number}")
            make.pitch(roadshow, P.ACCEPTED, make.project(make.company(owner), name=f"示例{number}号"))
        operations.make_draft(roadshow, seen=0, actor=make.SOMEONE)
        operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
        return roadshow.id, roadshow.uid


def read(client: FlaskClient, app: Flask, uid: str) -> tuple[list[str], str, int]:
    """The public page's order, the feed, and how many letters were written."""
    page = client.get(f"/roadshows/{uid}").text
    feed = client.get(f"/calendar/roadshow/{uid}.ics").text
    with app.app_context():
        letters = db.session.query(Letter).count()
    order = zip(words_of(page, "ol.timeline time"), words_of(page, "ol.timeline h3"), strict=True)
    return [" ".join(line) for line in order], feed, letters


def test_page_feed_and_letters_follow_what_is_published_and_never_the_draft(
    app: Flask, client: FlaskClient
) -> None:
    roadshow_id, uid = published(app)
    before = read(client, app, uid)
    with app.app_context():
        roadshow = get_roadshow(roadshow_id)
        first = queries.get_draft(roadshow_id).parts[1]
        speech = Part(K.SPEECH, 20, title="新致辞", speaker="示例领导")
        operations.move_part(roadshow, first.key, 3, seen=1, actor=make.SOMEONE)
        operations.add_part(roadshow, speech, 1, seen=2, actor=make.SOMEONE)
    assert read(client, app, uid) == before
    with app.app_context():
        operations.publish_agenda(get_roadshow(roadshow_id), seen=3, actor=make.SOMEONE)
    order, feed, letters = read(client, app, uid)
    assert order == ["13:30 新致辞", "13:50 开场", "14:00 示例2号", "14:18 示例1号", "14:33 自由对接"]
    assert (feed != before[1], letters - before[2]) == (True, 2)


def test_who_speaks_is_told_on_the_public_page(app: Flask, client: FlaskClient) -> None:
    roadshow_id, uid = published(app)
    with app.app_context():
        speech = Part(K.SPEECH, 20, title="致辞", speaker="示例领导")
        operations.add_part(get_roadshow(roadshow_id), speech, 1, seen=1, actor=make.SOMEONE)
        operations.publish_agenda(get_roadshow(roadshow_id), seen=2, actor=make.SOMEONE)
    page = client.get(f"/roadshows/{uid}").text
    assert words_of(page, "ol.timeline li.pause p") == ["示例领导"]


def test_an_english_page_marks_the_names_that_are_chinese(app: Flask, client: FlaskClient) -> None:
    _id, uid = published(app)
    page = client.get(f"/roadshows/{uid}?lang=en").text
    assert words_of(page, "ol.timeline h3 span") == ["示例1号", "示例2号"]
    assert page.count('<span lang="zh-CN">示例1号</span>') == 1
    assert '<span lang="zh-CN">' not in client.get(f"/roadshows/{uid}").text
