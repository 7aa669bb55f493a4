"""An institution's own notes on a project: its people write and read them, nobody else."""

import pytest

from roadshow.audit.models import Entry
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.meetings import operations, queries
from tests.attendance.coming import colleague, institution, investor, on_stage

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_colleagues_read_a_note_and_only_its_writer_changes_or_deletes_it():
    pitch, fund = on_stage(), institution()
    writer, other = investor(pitch.roadshow, fund), colleague(fund)
    note = operations.write_note(pitch.id, " 估值偏高\r\n", person=writer, actor=writer.acting())
    for act in (operations.change_note, operations.delete_note):
        said = (note.id, "改") if act is operations.change_note else (note.id,)
        with pytest.raises(Missing):
            act(*said, person=other, actor=other.acting())
    assert [each.text for each in queries.list_notes(fund.id, pitch.project_id)] == ["估值偏高"]
    operations.change_note(note.id, "估值合理", person=writer, actor=writer.acting())
    assert [each.text for each in queries.list_notes(fund.id, pitch.project_id)] == ["估值合理"]
    operations.delete_note(note.id, person=writer, actor=writer.acting())
    assert queries.list_notes(fund.id, pitch.project_id) == []


def test_another_institution_reads_none_of_it():
    pitch, other = on_stage(), institution()
    writer = investor(pitch.roadshow)
    operations.write_note(pitch.id, "只给同事看", person=writer, actor=writer.acting())
    assert queries.list_notes(other.id, pitch.project_id) == []


def test_the_trail_says_that_a_note_was_written_and_not_what():
    pitch = on_stage()
    writer = investor(pitch.roadshow)
    operations.write_note(pitch.id, "只给同事看", person=writer, actor=writer.acting())
    entry = db.session.query(Entry).where(Entry.what == "note.written").one()
    assert (entry.name, entry.changes) == (pitch.project.name, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [(" \n", "请写下笔记"), ("字" * 2_001, "笔记最多2,000个字，现在是2,001个字")],
)
def test_a_note_says_something_and_not_too_much(text: str, said: str):
    pitch = on_stage()
    writer = investor(pitch.roadshow)
    with pytest.raises(Refused) as refusal:
        operations.write_note(pitch.id, text, person=writer, actor=writer.acting())
    assert (str(refusal.value), refusal.value.field) == (said, "text")


def test_who_is_not_invited_writes_nothing():
    pitch, stranger = on_stage(), colleague(institution())
    with pytest.raises(Missing):
        operations.write_note(pitch.id, "文字", person=stranger, actor=stranger.acting())
