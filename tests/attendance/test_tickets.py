"""The code that lets a guest in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.states import AttendanceState as A
from roadshow.attendance.tickets import LENGTH, Ticket, code_of, read_code, spaced, ticket_of
from roadshow.foundation.errors import Missing
from tests.attendance.coming import SECRET

TICKETS = st.builds(Ticket, st.integers(1, 2**31 - 1), st.integers(0, 2**16 - 1), st.integers(1, 2**31 - 1))


@given(TICKETS)
def test_a_code_says_its_ticket_also_typed_in_groups_of_small_letters(ticket: Ticket) -> None:
    code = code_of(SECRET, ticket)
    assert len(code) == LENGTH
    assert read_code(SECRET, code) == read_code(SECRET, spaced(code).lower()) == ticket


@given(TICKETS, st.integers(0, LENGTH - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_whoever_changes_a_letter_has_no_ticket(ticket: Ticket, at: int, letter: str) -> None:
    code = code_of(SECRET, ticket)
    changed = code[:at] + letter + code[at + 1 :]
    if changed == code:
        assert read_code(SECRET, changed) == ticket
        return
    with pytest.raises(Missing):
        read_code(SECRET, changed)


@given(TICKETS)
def test_what_another_secret_signed_is_no_ticket(ticket: Ticket) -> None:
    with pytest.raises(Missing):
        read_code(SECRET, code_of("another secret", ticket))


@given(st.text(max_size=200))
def test_whatever_a_scanner_reads_is_a_ticket_or_none(read: str) -> None:
    with pytest.raises(Missing):
        read_code(SECRET, read)


@pytest.mark.parametrize("state", A)
@pytest.mark.parametrize("mode", Mode)
def test_whoever_has_a_confirmed_seat_here_has_a_ticket_and_nobody_else(mode: Mode, state: A) -> None:
    guest = Attendance(id=1, serial=2, roadshow_id=3, mode=mode, state=state)
    confirmed = state in (A.ACCEPTED, A.CHECKED_IN, A.NO_SHOW)
    there = state is A.CHECKED_IN or (mode is Mode.ONLINE and confirmed)
    assert (guest.has_ticket, guest.was_there) == (mode is Mode.ONSITE and confirmed, there)
    if (
        guest.has_ticket and state is not A.NO_SHOW
    ):  # the door takes what was kept; nobody is shown it any more
        assert ticket_of(guest) == Ticket(1, 2, 3)
        return
    with pytest.raises(Missing):
        ticket_of(guest)
