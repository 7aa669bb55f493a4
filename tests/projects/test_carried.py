"""What a database of an earlier day holds stays, and nobody is verified by it."""

import flask_migrate
from flask import Flask

from roadshow.foundation.db import db
from roadshow.projects.models import Company, Member
from roadshow.projects.states import CompanyState
from tests import make


def test_companies_of_an_earlier_day_are_kept_and_not_verified(inside: Flask):
    company = make.company(make.person(), name="示例甲")
    make.project(company)
    company_id = company.id
    db.session.remove()
    flask_migrate.downgrade(revision="0051")
    flask_migrate.upgrade()
    carried = db.session.get_one(Company, company_id)
    assert (carried.name, carried.state, carried.verified_at) == ("示例甲", CompanyState.UNVERIFIED, None)
    assert db.session.query(Member).count() == 1
