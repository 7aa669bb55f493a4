"""What institutions would like with projects, as every desk says it."""

from flask_babel import gettext as _

from roadshow.meetings.models import Saying

from .words import amount, word


def range_of(said: Saying) -> str:
    """300万元–500万元; one amount where both ends are the same, nothing without a range."""
    if said.low_fen is None or said.high_fen is None:
        return ""
    if said.low_fen == said.high_fen:
        return amount(said.low_fen)
    return _("%(low)s至%(high)s", low=amount(said.low_fen), high=amount(said.high_fen))


def in_words(said: Saying) -> str:
    """With the range; what was taken back says so."""
    if said.level is None:
        return _("收回了意向")
    if not (amounts := range_of(said)):
        return word(said.level)
    return _("%(level)s，%(amounts)s", level=word(said.level), amounts=amounts)
