"""What a reviewer reads of an application: all that was handed in, or without what names its firm and its people."""

from dataclasses import replace

from roadshow.pitches.snapshots import told_by
from roadshow.projects.snapshot import Snapshot

from .models import Setup, Sheet


def told_to(sheet: Sheet, setup: Setup) -> Snapshot:
    """Where its roadshow is read blind: no firm, address, investors, members of the team, numbers of rights, nor who
    declared."""
    told = told_by(sheet.pitch)
    return _nameless(told) if setup.blind else told


def _nameless(told: Snapshot) -> Snapshot:
    rounds = tuple(replace(each, investors="") for each in told.financing.rounds)
    rights = tuple(replace(each, number="") for each in told.team.rights)
    return replace(
        told,
        company="",
        uscc="",
        applicant=replace(told.applicant, address=""),
        financing=replace(told.financing, rounds=rounds),
        team=replace(told.team, people=(), rights=rights),
        declared=tuple(replace(each, by="") for each in told.declared),
    )
