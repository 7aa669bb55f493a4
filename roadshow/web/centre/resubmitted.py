"""What an applicant has changed since an application was returned, as staff read it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.pitches.corrections import Content, Deck, content_of, read_returned
from roadshow.pitches.models import Pitch, Question
from roadshow.pitches.queries import list_questions
from roadshow.pitches.states import PitchState
from roadshow.web.dossier_facts import dossier_groups
from roadshow.web.facts import Fact
from roadshow.web.words import moment, sector, stage

from .corrected import Change
from .dossier_columns import may_call

Key = tuple[str, str, int]
COMPARED = frozenset({PitchState.SUBMITTED, PitchState.SCREENED})


def note_of(pitch: Pitch) -> object:
    """Beside the state of one that waits for the formal check again."""
    return _("补正后") if pitch.state is PitchState.SUBMITTED and pitch.is_corrected else None


def corrections_of(pitch: Pitch) -> tuple[str, list[Change]] | None:
    """Why it was returned and what differs since; None for one that was not, or that is decided."""
    if pitch.state not in COMPARED or not pitch.is_corrected or (returned := read_returned(pitch)) is None:
        return None
    now, questions = content_of(pitch), list_questions(pitch.roadshow_id)
    before, after = (dict(_facts(each, questions, open_contact=True)) for each in (returned, now))
    differs = [key for key in before | after if _whole(before.get(key)) != _whole(after.get(key))]
    shown = [dict(_facts(each, questions, open_contact=may_call())) for each in (returned, now)]
    return returned.asked, [_change(key, *(facts.get(key) for facts in shown)) for key in differs]


def _facts(said: Content, questions: list[Question], *, open_contact: bool) -> Iterator[tuple[Key, Fact]]:
    """Each with its group, its words, and which of several with the same words it is."""
    overview = said.told.overview
    groups = [
        (
            "",
            [
                Fact(_("项目"), overview.name),
                Fact(_("一句话介绍"), overview.one_line),
                Fact(_("技术领域"), sector(overview.sector)),
                Fact(_("发展阶段"), stage(overview.stage)),
                Fact(_("项目介绍"), overview.description),
                Fact(_("企业"), said.told.company),
                Fact(_("统一社会信用代码"), said.told.uscc),
                Fact(_("申请说明"), said.message),
                *(Fact(each.spoken, said.answers.get(str(each.id))) for each in questions),
                Fact(_("路演材料"), "\n".join(map(_deck, said.decks))),
            ],
        ),
        *((str(group.title), group.facts) for group in dossier_groups(said.told, open_contact=open_contact)),
    ]
    for title, facts in groups:
        seen: Counter[str] = Counter()
        for fact in facts:
            words = str(fact.words)
            yield (title, words, seen[words]), fact
            seen[words] += 1


def _deck(deck: Deck) -> str:
    uploaded = moment(datetime.fromisoformat(deck.uploaded_at))
    return str(_("%(title)s（%(file)s，%(moment)s）", title=deck.title, file=deck.file, moment=uploaded))


def _whole(fact: Fact | None) -> tuple[str, str]:
    """A fact without a value says nothing, and so is like one that is not there."""
    return (str(fact.value or ""), str(fact.beside or "")) if fact and fact.value else ("", "")


def _change(key: Key, before: Fact | None, after: Fact | None) -> Change:
    title, words, _number = key
    named = _("%(group)s：%(fact)s", group=title, fact=words) if title else words
    beside = (before and before.beside) != (after and after.beside)
    return Change(named, _said(before, beside=beside), _said(after, beside=beside))


def _said(fact: Fact | None, *, beside: bool) -> object:
    if fact is None or not fact.value:
        return None
    parts = (fact.value, fact.beside if beside else None)
    return " ".join(str(part) for part in parts if part)
