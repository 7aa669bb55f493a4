"""Answers to an invitation, as mail and calendar programs write them, built from the invitation that was sent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import icalendar
from flask import Flask

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.models import Letter

PATTERN = "calendar+{}@centre.example"


def reads_replies(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], replies=PATTERN)


@dataclass(frozen=True)
class Asked:
    """What the last invitation to this address says."""

    uid: str
    sequence: int
    organizer: str
    attendee: str

    @classmethod
    def of(cls, address: str) -> "Asked":
        db.session.rollback()
        rows = db.session.query(Letter).filter(Letter.to_address == address, Letter.method.is_not(None))
        last = rows.order_by(Letter.id.desc()).first()
        assert last is not None
        (event,) = icalendar.Calendar.from_ical(last.calendar).events
        people = [str(event[name]).removeprefix("mailto:") for name in ("ORGANIZER", "ATTENDEE")]
        return cls(str(event["UID"]), event["SEQUENCE"], *people)


def answer(asked: Asked, partstat: str = "ACCEPTED", *, program: str = "gmail", **other: object) -> bytes:
    """``other``: sender, to, after (a timedelta from now), and whatever stands in ``asked``."""
    after = other.pop("after", timedelta())
    assert isinstance(after, timedelta)
    mail = {"sender": asked.attendee, "to": asked.organizer}
    mail = {name: str(other.pop(name, usual)) for name, usual in mail.items()}
    asked = replace(asked, **other)  # type: ignore[arg-type]  # the test says them right
    said = vars(asked) | mail | {"partstat": partstat, "stamp": stamp(clock.now() + after)}
    return PROGRAMS[program].format(**said).replace("\n", "\r\n").encode()


def stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


GMAIL = """\
Return-Path: <{sender}>
Delivered-To: calendar@centre.example
MIME-Version: 1.0
Sender: Google Calendar <calendar-notification@google.com>
From: =?UTF-8?B?5a6J5aic?= <{sender}>
To: {to}
Subject: Accepted: Invitation
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

has replied
--a
Content-Type: text/html; charset="UTF-8"

<p>has replied</p>
--a
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20260411T053000Z
DTEND:20260411T090000Z
DTSTAMP:{stamp}
ORGANIZER;CN=centre:mailto:{organizer}
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};X-NUM-GUESTS=0:mailto:
 {attendee}
CREATED:20260301T010000Z
LAST-MODIFIED:{stamp}
SEQUENCE:{sequence}
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR

--a--
--m
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

QkVHSU46VkNBTEVOREFSDQo=
--m--
"""
OUTLOOK = """\
From: "An, Na" <{sender}>
To: "centre" <{to}>
Subject: =?utf-8?B?5bey5o6l5Y+X?=
Thread-Topic: x
Content-Language: zh-CN
X-MS-Has-Attach:
Content-Type: multipart/alternative; boundary="_000_x_"
MIME-Version: 1.0

--_000_x_
Content-Type: text/plain; charset="gb2312"
Content-Transfer-Encoding: quoted-printable

=D2=D1=BD=D3=CA=DC

--_000_x_
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: 8bit

BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN="An, Na":MAILTO:{attendee}
COMMENT;LANGUAGE=zh-CN:好的\\n
UID:{uid}
SUMMARY;LANGUAGE=zh-CN:已接受: 路演
DTSTART;TZID=China Standard Time:20260411T133000
DTEND;TZID=China Standard Time:20260411T170000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
LOCATION;LANGUAGE=zh-CN:路演厅
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-DISALLOW-COUNTER:FALSE
END:VEVENT
END:VCALENDAR

--_000_x_--
"""
APPLE = """\
From: Anna <{sender}>
Content-Type: multipart/mixed; boundary="Apple-Mail-1"
Mime-Version: 1.0 (Mac OS X Mail)
Subject: Accepted: x
To: {to}

--Apple-Mail-1
Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=us-ascii


--Apple-Mail-1
Content-Disposition: attachment; filename="iCal-20260302-090000.ics"
Content-Type: text/calendar; x-unix-mode=0644; name="iCal-20260302-090000.ics"; method=REPLY
Content-Transfer-Encoding: 8bit

BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:REPLY
PRODID:-//Apple Inc.//macOS 14.5//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;CN="Anna";CUTYPE=INDIVIDUAL;EMAIL="{attendee}";PARTSTAT={partstat};ROLE=REQ-PARTICIPANT:mailto:{attendee}
DTEND;TZID=Asia/Shanghai:20260411T170000
DTSTAMP:{stamp}
DTSTART;TZID=Asia/Shanghai:20260411T133000
ORGANIZER;CN="路演中心":mailto:{organizer}
SEQUENCE:{sequence}
SUMMARY:路演
UID:{uid}
END:VEVENT
END:VCALENDAR

--Apple-Mail-1--
"""
THUNDERBIRD_CALENDAR = """\
BEGIN:VCALENDAR
PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
VERSION:2.0
METHOD:REPLY
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T010000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20260301T010000Z
LAST-MODIFIED:{stamp}
DTSTAMP:{stamp}
UID:{uid}
SUMMARY:路演
STATUS:CONFIRMED
ORGANIZER;CN=路演中心:mailto:{organizer}
ATTENDEE;CN=安娜;PARTSTAT={partstat};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT:mailto:
 {attendee}
DTSTART;TZID=Asia/Shanghai:20260411T133000
DTEND;TZID=Asia/Shanghai:20260411T170000
SEQUENCE:{sequence}
CLASS:PUBLIC
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
THUNDERBIRD = f"""\
MIME-version: 1.0
From: =?UTF-8?B?5a6J5aic?= <{{sender}}>
To: =?UTF-8?B?6Lev5ryU5Lit5b+D?=
 <{{to}}>
Date: Mon, 2 Mar 2026 09:00:00 +0800
Subject: Accepted: x
Content-type: multipart/mixed; boundary="Boundary_(ID_m)"


--Boundary_(ID_m)
Content-type: multipart/alternative;
 boundary="Boundary_(ID_a)"


--Boundary_(ID_a)
Content-type: text/plain; charset=UTF-8
Content-transfer-encoding: 8BIT

安娜 <{{sender}}> has accepted your event invitation.


--Boundary_(ID_a)
Content-type: text/calendar; method=REPLY; charset=UTF-8
Content-transfer-encoding: 8BIT

{THUNDERBIRD_CALENDAR}

--Boundary_(ID_a)--

--Boundary_(ID_m)
Content-type: application/ics; name=invite.ics
Content-transfer-encoding: 8BIT
Content-disposition: attachment; filename=invite.ics

{THUNDERBIRD_CALENDAR}

--Boundary_(ID_m)--
"""
"""As Thunderbird 140 wrote one."""
PROGRAMS = {"gmail": GMAIL, "outlook": OUTLOOK, "apple": APPLE, "thunderbird": THUNDERBIRD}
