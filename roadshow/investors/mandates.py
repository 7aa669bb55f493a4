"""What an institution looks for: which facts, what is wrong with them, and to write them down."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.audit.queries import refuse_overtaken
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import Fault, refuse_faults
from roadshow.foundation.money import sum_faults
from roadshow.foundation.regions import region_name
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES

from .choices import PARTS, REINVESTMENT
from .living import BY_MERGER, hold_living
from .models import Institution, Mandate
from .rules import LONG

MOST_REGIONS = 20


@dataclass(frozen=True)
class MandateFacts:
    """Codes of fields and stages in their tables' order, of regions as they were named; none of these: anywhere.

    ``part``: one of PARTS, whether it leads; ``reinvestment``: one of REINVESTMENT (返投).
    """

    sectors: tuple[str, ...]
    stages: tuple[str, ...]
    ticket_from_fen: int | None
    ticket_to_fen: int | None
    regions: tuple[str, ...] = ()
    part: str = "both"
    reinvestment: str = "depends"
    words: str = ""


def mandate_faults(facts: MandateFacts) -> list[Fault]:
    """Fields, stages and the ticket are what a roadshow is found by: a mandate without them is none."""
    faults = _picked("sectors", facts.sectors, SECTORS, _("请至少选一个技术领域"))
    faults += _picked("stages", facts.stages, STAGES, _("请至少选一个投资阶段"))
    faults += _ticket_faults(facts.ticket_from_fen, facts.ticket_to_fen)
    if len(facts.regions) > MOST_REGIONS:
        faults.append(Fault("regions", _("关注地区最多填%(most)d个", most=MOST_REGIONS)))
    elif not all(region_name(code) for code in facts.regions):
        faults.append(Fault("regions", _("关注地区须是现行的行政区划")))
    faults += _picked("part", [facts.part], PARTS, _("请从列表中选择一项"))
    faults += _picked("reinvestment", [facts.reinvestment], REINVESTMENT, _("请从列表中选择一项"))
    return faults + text_faults("words", _("补充说明"), facts.words, LONG)


def _ticket_faults(least: int | None, most: int | None) -> list[Fault]:
    faults = list[Fault]()
    for field, fen, name in (
        ("ticket_from_fen", least, _("单笔最低")),
        ("ticket_to_fen", most, _("单笔最高")),
    ):
        empty = Fault(field, _("请填写%(name)s金额", name=name))
        faults += [empty] if fen is None else sum_faults(field, name, fen)
    if not faults and least is not None and most is not None and least > most:
        faults.append(Fault("ticket_to_fen", _("单笔最高不能低于单笔最低")))
    return faults


def _picked(field: str, codes: Collection[str], words: Mapping[str, object], said: object) -> list[Fault]:
    return [] if codes and all(code in words for code in codes) else [Fault(field, said)]


@operation
def set_mandate(
    institution: Institution, facts: MandateFacts, *, seen: int | None = None, actor: Actor
) -> None:
    """Nothing that staff verify: an institution changes it as often as it likes.

    ``seen`` is the last line of the institution's trail that the change began from, as the form carries it.

    Raises: Refused with the faults; Overtaken when a colleague has set it since.
    """
    institution = hold_living(institution)
    refuse_overtaken(
        seen, "institution", institution.id, {"institution.mandate_set": _("修改了投资偏好")} | BY_MERGER
    )
    refuse_faults(mandate_faults(facts))
    known = institution.mandate
    mandate = known or Mandate(institution=institution)
    lists = {name: list(getattr(facts, name)) for name in ("sectors", "stages", "regions")}
    changed = take_over(mandate, vars(facts) | lists)
    if not changed:
        return
    mandate.changed_at = clock.now()
    db.session.add(mandate)
    told = {f"mandate_{name}": _told(pair if known else [None, pair[1]]) for name, pair in changed.items()}
    record("institution.mandate_set", actor, "institution", institution.id, institution.name, **told)


def find_facts(mandate: Mandate | None) -> MandateFacts | None:
    """As the form and ``fitting`` ask for them."""
    if mandate is None:
        return None
    return MandateFacts(
        tuple(mandate.sectors),
        tuple(mandate.stages),
        mandate.ticket_from_fen,
        mandate.ticket_to_fen,
        tuple(mandate.regions),
        mandate.part,
        mandate.reinvestment,
        mandate.words,
    )


def _told(pair: list[object]) -> list[object]:
    return [" ".join(value) if isinstance(value, list) else value for value in pair]
