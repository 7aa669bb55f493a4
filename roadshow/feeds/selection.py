"""Which roadshows a feed is about, in words."""

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Missing
from roadshow.foundation.sectors import SECTORS
from roadshow.halls.queries import get_hall
from roadshow.programme.queries import Asked


def words_of(asked: Asked) -> str:
    """Raises: Missing for a field or a hall that there is not: nobody subscribes to what will never be."""
    said: list[object] = []
    if asked.year is not None:
        said.append(_("%(year)d年", year=asked.year))
    if asked.sector is not None:
        if asked.sector not in SECTORS:
            raise Missing(f"sector {asked.sector}")
        said.append(SECTORS[asked.sector])
    if asked.hall_id is not None:
        said.append(get_hall(asked.hall_id).spoken_name)
    return str(_("、")).join(map(str, said)) or str(_("全部场次"))
