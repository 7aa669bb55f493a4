"""What arrives in the mailbox of the house: a letter that came back, or an answer from somebody's calendar.

An answer does what the same answer on the page does. Read twice, it does nothing the second time.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from roadshow.accounts.queries import find_person
from roadshow.agenda.calendars import PITCH, SPEECH
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.cause import caused_by_person
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import Refused
from roadshow.ical.invitation import Method
from roadshow.ical.reply import Reply
from roadshow.notices.bounces import Bounce, read_bounce
from roadshow.notices.mailbox import LARGEST
from roadshow.notices.models import ANSWER_WORDS, Answer, Invite
from roadshow.notices.operations import note_bounce
from roadshow.notices.queries import find_invite
from roadshow.notices.replies import Posted, read_posted
from roadshow.pitches.queries import get_pitch
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow

from . import queries
from .answering import accept, answer_tentatively, decline
from .models import GUEST, Attendance
from .places import hold_guest
from .states import STATE_WORDS, AttendanceState

DEEPEST = 20  # parts within parts: a letter that comes back has four or five
AHEAD = timedelta(days=1)  # that a clock may run fast
S = AttendanceState


def take(content: bytes, *, actor: Actor) -> object:
    """What came of a message, in words. Raises: Refused with the reason when nothing did."""
    if len(content) > LARGEST:
        raise Refused(_("邮件超过1MB，没有读"))
    if content.lower().count(b"multipart/") > DEEPEST:  # the library reads each line once for each
        raise Refused(_("邮件里嵌套的部分太多，没有读"))
    if bounce := read_bounce(content):
        return _take_bounce(bounce, actor)
    posted = read_posted(content)
    if posted is None:
        raise Refused(_("不是日历答复，也不是退信通知，或没有写明是哪一封，没有改动"))
    with caused_by_person():
        return take_reply(posted)


@operation
def take_reply(posted: Posted) -> object:
    """What came of an answer, in words.

    Raises: Refused when it is forged, to something else than what this calendar was last told, or older than one that
    was read, and as the answer on the page does.
    """
    posted.refuse_forged()
    reply = posted.reply
    invite = find_invite(reply.uid, reply.attendee)
    if invite is None:
        raise Refused(_("没有发过这份日历邀请"))
    guest = queries.get_guest(invite.about_id) if invite.about == GUEST else None
    if guest is not None:  # the roadshow guards what calendars are told, too
        hold_guest(guest)
    elif invite.about in (PITCH, SPEECH):
        hold(_stage_of(invite))
    hold(invite)
    _refuse_late(invite, reply)
    answer = Answer(reply.answer.lower())
    invite.answer, invite.answered_at = answer, reply.at
    if guest is None:
        _record_turn(invite, answer)
        return _("已记下日历答复：%(answer)s", answer=ANSWER_WORDS[answer])
    _answer(guest, answer)
    said = {"answer": ANSWER_WORDS[answer], "state": STATE_WORDS[guest.state]}
    return _("已记下日历答复：%(answer)s；来宾现在是“%(state)s”", **said)


def _take_bounce(bounce: Bounce, actor: Actor) -> object:
    if not bounce.hard:
        raise Refused(_("对方还会再试，没有改动"))
    letter = note_bounce(bounce, actor=actor)
    if letter is None:
        raise Refused(_("没有发过这封通知，或收信人对不上，没有改动"))
    return _("第%(id)d封通知已记为退信：%(words)s", id=letter.id, words=bounce.words)


def _refuse_late(invite: Invite, reply: Reply) -> None:
    if reply.sequence != invite.sequence or invite.method is Method.CANCEL:
        raise Refused(_("答复的不是最后发出的那份邀请"))
    if reply.at > clock.now() + AHEAD:
        raise Refused(_("答复的时间在将来"))
    if invite.answered_at is not None and reply.at <= invite.answered_at:
        raise Refused(_("这份答复已经读过，或比读过的早"))


def _answer(guest: Attendance, answer: Answer) -> None:
    """As on the page, for the kind of seat that they have or had; who answers what is so already changes nothing."""
    actor = Actor(guest.person_id, guest.name)
    said = {"roadshow": guest.roadshow.title, "answer": answer.value}
    record("attendance.answered_in_calendar", actor, "attendance", guest.id, guest.name, **said)
    if answer is Answer.ACCEPTED and guest.state is not S.ACCEPTED:
        accept(guest, guest.mode, actor=actor)
    elif answer is Answer.TENTATIVE and guest.state is not S.TENTATIVE:
        answer_tentatively(guest, actor=actor)
    elif answer is Answer.DECLINED and guest.state is not S.DECLINED:
        decline(guest, actor=actor)


def _stage_of(invite: Invite) -> Roadshow:
    """The roadshow of a turn. Raises: Missing."""
    return get_pitch(invite.about_id).roadshow if invite.about == PITCH else get_roadshow(invite.about_id)


def _record_turn(invite: Invite, answer: Answer) -> None:
    """Nothing follows from it by itself: it is shown to the organiser."""
    person = find_person(invite.address)
    actor = person.acting() if person else Actor(None, invite.address)
    if invite.about == PITCH:
        pitch = get_pitch(invite.about_id)
        record(
            "pitch.answered_in_calendar", actor, "pitch", pitch.id, pitch.project.name, answer=answer.value
        )
        return
    if invite.about != SPEECH:  # a talk, which the room above shows to whom it concerns
        name = invite.address
        record("talk.answered_in_calendar", actor, invite.about, invite.about_id, name, answer=answer.value)
        return
    roadshow = get_roadshow(invite.about_id)
    record("agenda.answered_in_calendar", actor, "agenda", roadshow.id, roadshow.title, answer=answer.value)
