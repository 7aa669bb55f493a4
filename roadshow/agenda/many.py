"""Several planned roadshows published at once."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import operation
from roadshow.foundation.many import Left, Taken
from roadshow.programme import many
from roadshow.programme.queries import list_roadshows_by_id

from . import queries


@operation
def publish_many(ids: Collection[int], *, actor: Actor) -> Taken:
    """As the programme's; one whose agenda somebody has begun is left to its own page, which publishes the order."""
    begun = queries.list_begun(ids)
    taken = many.publish_many([one for one in ids if one not in begun], actor=actor)
    why = _("已经开始编排议程，请在议程页面发布")
    left = [Left(roadshow.spoken_title, why) for roadshow in list_roadshows_by_id(begun)]
    return Taken(taken.count, [*taken.left, *left])
