import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Between, text_faults
from roadshow.foundation.days import lazy_moment
from roadshow.foundation.errors import Fault
from roadshow.foundation.promises import promise_faults
from roadshow.foundation.steps import step_fault, steps_for
from roadshow.programme.models import Roadshow
from roadshow.programme.states import CHOOSING, RoadshowState
from roadshow.projects.meter import progress_of
from roadshow.projects.models import Project
from roadshow.projects.snapshot import snapshot_of

from .models import LateCode, Pitch, Question, options_of
from .states import DURING, ON_STAGE, STATE_WORDS, STORY, PitchState, QuestionKind

CONFIRM_DAYS = Between(1, 30)
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
MOST_QUESTIONS, CHOICES = 10, Between(2, 20)
LONGEST = {
    QuestionKind.TEXT: 200,
    QuestionKind.LONG: 2000,
    QuestionKind.CHOICE: 200,
}  # characters of an answer
Answers = Mapping[int, str]
"""Question's id → what was typed, cleaned."""


@dataclass(frozen=True)
class QuestionFacts:
    """What an organiser asks; ``choices`` one a line, its English after a bar."""

    words: str
    kind: QuestionKind = QuestionKind.TEXT
    needed: bool = False
    words_en: str = ""
    choices: str = ""

    @property
    def is_choice(self) -> bool:
        return self.kind is QuestionKind.CHOICE


def question_faults(facts: QuestionFacts) -> list[Fault]:
    faults = text_faults("words", _("问题内容"), facts.words, 200, empty=_("请写下问题"))
    faults += promise_faults("words", _("问题内容"), facts.words)
    faults += text_faults("words_en", _("问题的英文"), facts.words_en, 200)
    if not facts.is_choice:
        return faults
    options = options_of(facts.choices)
    names = [option.zh for option in options]
    if len(options) not in CHOICES:
        faults.append(Fault("choices", CHOICES.words(_("选项的个数"), len(options))))
    elif len(set(names)) < len(names) or "" in names:
        faults.append(Fault("choices", _("选项不能重复，每行都要有中文")))
    elif any(len(option.zh) > 100 or len(option.en) > 100 for option in options):
        faults.append(Fault("choices", _("每个选项最多100个字")))
    return faults


def answer_faults(questions: Iterable[Question], answers: Answers, *, whole: bool) -> list[Fault]:
    """Of each at its field ``question_<id>``; while it is a draft what is needed may be missing."""
    faults: list[Fault] = []
    for question in questions:
        field, said = f"question_{question.id}", answers.get(question.id, "")
        empty = _("请回答“%(question)s”", question=question.spoken) if whole and question.needed else None
        faults += text_faults(field, question.spoken, said, LONGEST[question.kind], empty=empty)
        if said and question.kind is QuestionKind.CHOICE:
            known = any(said == option.zh for option in question.options)
            faults += [] if known else [Fault(field, _("请从列表中选择一项"))]
    return faults


def late_call_fault(
    roadshow: Roadshow, code: LateCode | None = None, now: datetime | None = None
) -> object | None:
    """Why nobody may apply late, with this code or any."""
    if roadshow.state not in CHOOSING or roadshow.call_closes_at is None:
        return _("这场路演“%(state)s”，不再接收申请", state=roadshow.state_words)
    if code is not None and now is not None and now >= code.ends_at:
        return _("补报码已于%(ended)s到期", ended=lazy_moment(code.ends_at))
    return None


def code_faults(roadshow: Roadshow, for_whom: str, ends_at: datetime, now: datetime) -> list[Fault]:
    faults = text_faults("for_whom", _("给谁"), for_whom, 100, empty=_("请写明给谁"))
    if not (now < ends_at and (roadshow.starts_at is None or ends_at <= roadshow.starts_at)):
        faults.append(Fault("ends_on", _("有效期须在现在之后、路演开始之前")))
    return faults


def open_steps(here: PitchState, during: RoadshowState, permissions: frozenset[str]) -> set[PitchState]:
    """The states that someone with these permissions may lead an application to, as its roadshow stands.

    What follows from the running order (``agenda.make``) is nobody's step with one application.
    """
    permissions -= {"agenda.make"}
    anywhere = frozenset(RoadshowState)
    return {state for state in steps_for(STORY, here, permissions) if during in DURING.get(state, anywhere)}


def missing_faults(project: Project) -> list[Fault]:
    """What an application is not handed in without, as one sentence."""
    missing = progress_of(snapshot_of(project)).missing
    if not missing:
        return []
    which = str(_("、")).join(str(asked.words) for asked in missing)
    words = _("项目资料还缺%(count)d项必填：%(which)s。请补全后再提交", count=len(missing), which=which)
    return [Fault("project", words)]


def fault_of(pitch: Pitch, to: PitchState) -> object | None:
    """Why it cannot be led there: the story has no such step, or the roadshow does not stand where it is taken."""
    if fault := step_fault(STORY, pitch.state, to, STATE_WORDS):
        return fault
    roadshow = pitch.roadshow
    if roadshow.state in DURING.get(to, frozenset(RoadshowState)):
        return None
    return _("这场路演“%(state)s”，不能这样处理申请", state=roadshow.state_words)


def late_fault(pitch: Pitch, now: datetime, late: LateCode | None = None) -> object | None:
    """Why it cannot be handed in any more: the first time until the call closes, or the code that lets it in late ends;
    corrected until it is due."""
    if pitch.state is not PitchState.RETURNED or pitch.due_at is None:
        return late_call_fault(pitch.roadshow, late, now) if late else call_fault(pitch.roadshow, now)
    if pitch.roadshow.state not in DURING[PitchState.RETURNED]:
        return _("这场路演“%(state)s”，不能再补正", state=pitch.roadshow.state_words)
    if now >= pitch.due_at:
        return _("补正已于%(due)s截止，需要延期请联系路演中心", due=lazy_moment(pitch.due_at))
    return None


def correct_fault(pitch: Pitch, now: datetime, late: LateCode | None = None) -> object | None:
    """Why the centre cannot hand it in again for those who have no account."""
    if not pitch.entered_by:
        return _("这份申请由项目方自己提交，补正后由项目方再次提交")
    if pitch.state is not PitchState.RETURNED:
        return _("这份申请%(state)s，不在补正", state=STATE_WORDS[pitch.state])
    return late_fault(pitch, now, late)


def call_fault(roadshow: Roadshow, now: datetime) -> object | None:
    """``call_closes_at`` decides, whether or not somebody has closed the call since."""
    if roadshow.state is not RoadshowState.CALLING or roadshow.call_closes_at is None:
        return _("这场路演现在不征集项目")
    if roadshow.call_opens_at is not None and now < roadshow.call_opens_at:
        return _("征集%(opens)s才开始", opens=lazy_moment(roadshow.call_opens_at))
    if now >= roadshow.call_closes_at:
        return _("征集已于%(closed)s截止", closed=lazy_moment(roadshow.call_closes_at))
    return None


def has_lapsed(pitch: Pitch, now: datetime) -> bool:
    """Whether its place was not confirmed in time, though nobody may have noted it yet."""
    waited = pitch.state is PitchState.ACCEPTED and pitch.confirmed_at is None
    late = pitch.confirm_by_at is not None and pitch.confirm_by_at <= now
    return waited and late and pitch.roadshow.state in DURING[PitchState.LAPSED]


def is_to_confirm(pitch: Pitch, now: datetime) -> bool:
    """Whether its place waits for a word of its people."""
    waits = pitch.state is PitchState.ACCEPTED and pitch.confirmed_at is None
    open_still = pitch.confirm_by_at is not None and now < pitch.confirm_by_at
    return waits and open_still and pitch.roadshow.state in DURING[PitchState.LAPSED]


def is_to_remind(pitch: Pitch, now: datetime) -> bool:
    return is_to_confirm(pitch, now) and pitch.remind_at is not None and pitch.remind_at <= now


def confirm_fault(pitch: Pitch, now: datetime) -> object | None:
    """Why there is no place to confirm, or not any more."""
    if is_to_confirm(pitch, now):
        return None
    if pitch.state is PitchState.LAPSED or has_lapsed(pitch, now):
        due = lazy_moment(pitch.confirm_by_at)
        return _("确认已于%(due)s截止，名额不再保留。仍想参加请联系路演中心", due=due)
    if pitch.confirmed_at is not None and pitch.state in ON_STAGE:
        return _("已经确认过了，不用再确认")
    if pitch.state in ON_STAGE:
        return _("名额已经保留，不用确认")
    return _("当前状态为“%(state)s”，没有要确认的名额", state=STATE_WORDS[pitch.state])


def may_extend(pitch: Pitch) -> bool:
    """Whether it is being corrected and its roadshow still waits for it."""
    return pitch.state is PitchState.RETURNED and pitch.roadshow.state in DURING[PitchState.RETURNED]


def due_faults(roadshow: Roadshow, due_at: datetime, now: datetime) -> list[Fault]:
    """Of the moment until which something may be corrected."""
    if due_at <= now:
        return [Fault("due_on", _("补正截止须晚于现在（%(now)s）", now=lazy_moment(now)))]
    if roadshow.starts_at and due_at > roadshow.starts_at:
        starts = lazy_moment(roadshow.starts_at)
        return [Fault("due_on", _("补正截止须早于路演开始（%(starts)s）", starts=starts))]
    return []
