"""Who would like to act for a company or an institution, and is invited or refused: the same at each desk."""

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from roadshow.accounts.rules import clean_email, email_faults
from roadshow.foundation.errors import Fault
from roadshow.investors.models import JoinRequest as InstitutionRequest
from roadshow.projects.models import JoinRequest as CompanyRequest

from .facts import Fact
from .fields import Form, Prose, Text
from .words import moment


class InvitationForm(Form):
    email = Text(_("同事的邮箱"), [InputRequired(_("请填写邮箱"))])

    def faults(self) -> list[Fault]:
        return email_faults(clean_email(self.email.data))


class RefusalForm(Form):
    reason = Prose(_("原因"), [InputRequired(_("请写明不同意的原因"))])


def asked_facts(asked: CompanyRequest | InstitutionRequest) -> list[Fact]:
    return [
        Fact(_("申请人"), asked.person.name, beside=asked.person.email),
        Fact(_("申请时间"), moment(asked.asked_at)),
        Fact(_("申请人写的话"), asked.message),
    ]
