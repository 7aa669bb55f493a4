"""What the page of an imported file says of its sheets and samples, and of its lines that were returned."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from roadshow.ledgers import standing
from roadshow.ledgers.models import Sample, Upload
from roadshow.ledgers.remaining import Remaining
from roadshow.ledgers.standing import Standing
from roadshow.outcomes.models import Row
from roadshow.outcomes.returned import reasons_of
from roadshow.web.shapes import DONE, GOING, YOURS
from roadshow.web.words import amount, in_a_row, moment


@dataclass(frozen=True)
class Returned:
    """A line of the file of which rows were refused for one reason."""

    source: str
    who: str
    why: str
    rows: list[Row]


def list_returned_lines(kept: Upload) -> list[Returned]:
    rows = standing.list_returned(kept)
    reasons = reasons_of([row.id for row in rows])
    lines: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        lines.setdefault((row.source, row.verified_by, reasons.get(row.id, "")), []).append(row)
    return [Returned(*line, of_line) for line, of_line in lines.items()]


def may_draw(each: Standing, rest: Remaining | None) -> bool:
    if rest is not None:
        return bool(rest.to_draw)
    return bool(each.count.sampled and not each.open_sample)


def state_of(each: Standing, rest: Remaining | None) -> tuple[str, str]:
    """Its badge."""
    if each.open_sample:
        return YOURS, str(_("已抽%(count)d行，待对照", count=each.open_sample.size))
    if rest is not None and rest.wrong:
        return YOURS, str(_("第%(row)d行不符，尚未退回", row=min(rest.wrong)))
    if rest is not None and rest.is_seen:
        return YOURS, ngettext("余下%(num)d行都看过，待接受", "余下%(num)d行都看过，待接受", len(rest.seen))
    if each.count.sampled:
        words = _("有不符，%(count)d条待再抽样") if each.failed else _("%(count)d条待抽样")
        return YOURS if each.failed else "", str(words) % {"count": each.count.sampled}
    if each.count.waiting:
        return GOING, str(_("%(count)d条逐条核对", count=each.count.waiting))
    return DONE, str(_("已全部核对") if each.count.rows or each.count.returned else _("不需核对"))


def reasons_for(each: Standing) -> list[str]:
    """What is known of why it differs."""
    sheet, count = each.sheet, each.count
    refused = sheet.left_count - sheet.there_count
    told = [
        (refused, ngettext("%(num)d行未导入", "%(num)d行未导入", refused)),
        (sheet.there_count, ngettext("%(num)d行台账里已有", "%(num)d行台账里已有", sheet.there_count)),
        (count.returned, ngettext("%(num)d条核对未通过", "%(num)d条核对未通过", count.returned)),
        (each.corrections, ngettext("%(num)d条有更正", "%(num)d条有更正", each.corrections)),
    ]
    told += [
        (
            each_sum.apart_count,
            _(
                "%(count)d行的“%(header)s”没有日期，没有单独成条（%(fen)s）",
                count=each_sum.apart_count,
                header=each_sum.header,
                fen=amount(each_sum.apart),
            ),
        )
        for each_sum in each.sums
    ]
    return [str(words) for number, words in told if number]


def told_of(sample: Sample) -> str:
    """A sample's line in the record of its sheet."""
    said = {"seed": sample.seed, "among": sample.among, "size": sample.size, "who": sample.drawn_by}
    began = _("种子%(seed)s，%(who)s从%(among)d行里抽%(size)d行", **said)
    if sample.wrong_count:
        lines = (_("第%(line)d行不符：%(why)s", line=each["line"], why=each["why"]) for each in sample.wrong)
        ended = _("%(lines)s；没有接受", lines=in_a_row(lines))
    elif sample.accepted_at is not None:
        ended = _(
            "都相符，%(who)s于%(at)s接受了%(count)d条",
            who=sample.accepted_by,
            at=moment(sample.accepted_at),
            count=sample.accepted_count,
        )
    else:
        ended = _("待对照")
    return str(_("%(began)s，%(ended)s", began=began, ended=ended))
