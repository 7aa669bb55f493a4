"""Two registrations that are one institution: found, compared, and merged into the one that stays."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Refused
from roadshow.investors import merging, queries
from roadshow.investors.models import Institution
from roadshow.investors.queries import Wanted
from roadshow.web.addresses import LARGEST_ID
from roadshow.web.asked import asked_words
from roadshow.web.facts import institution_facts
from roadshow.web.fields import Choice, Form, say
from roadshow.web.guards import may

from . import blueprint

NAMED = 20  # of those that a search finds


class MergeForm(Form):
    other = HiddenField()
    kept = Choice(_("保留哪一家"), [InputRequired(_("请选择保留哪一家"))])


@blueprint.route("/institutions/<int:institution_id>/merge", methods=["GET", "POST"])
@may("institution.verify")
def merge_institution(institution_id: int) -> str | Response:
    institution, other = queries.get_institution(institution_id), _other()
    form = MergeForm(other=other.id if other else "")
    pair = [institution, other] if other else []
    form.kept.offer([("", _("请选择")), *((str(each.id), each.name) for each in pair)])
    if other and form.validate_on_submit():
        kept, gone = pair if form.kept.data == str(institution.id) else pair[::-1]
        kept_id, names = kept.id, (gone.name, kept.name)
        try:
            merging.merge(kept, gone, actor=current_user.actor)
            flash(_("已把“%(gone)s”并入“%(kept)s”。", gone=names[0], kept=names[1]))
            return redirect(url_for(".show_institution", institution_id=kept_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/institution_doubles/merge_institution.html",
        form=form,
        institution=institution,
        compared=[(each, institution_facts(each), merging.what_moves(each)) for each in pair],
        asked=asked_words("q"),
        found=[] if other else _found(institution),
    )


def _other() -> Institution | None:
    """The one that is compared with. Raises: Missing for one that is none."""
    number = request.values.get("other", type=int)
    return queries.get_institution(number) if number and number <= LARGEST_ID else None


def _found(institution: Institution) -> list[Institution]:
    wanted = Wanted(asked_words("q"))
    if not wanted.text:
        return []
    listed = queries.list_institutions(wanted).page(1, NAMED)
    return [each for each in listed if each.id != institution.id]
