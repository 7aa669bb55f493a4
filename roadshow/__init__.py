"""The roadshow centre: from a year's plan to the year's figures. ``create_app`` returns a plain Flask app."""

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from roadshow import cli, web
from roadshow.accounts import models as accounts
from roadshow.agenda import followups as agenda_followups
from roadshow.agenda import models as agenda
from roadshow.attendance import followups as attendance_followups
from roadshow.attendance import models as attendance
from roadshow.audit import models as audit
from roadshow.config import ROOT, Settings
from roadshow.documents import models as documents
from roadshow.documents.storage import Away
from roadshow.feeds import models as feeds
from roadshow.foundation import db
from roadshow.halls import models as halls
from roadshow.investors import models as investors
from roadshow.jobs import models as jobs
from roadshow.ledgers import models as ledgers
from roadshow.meetings import followups as meetings_followups
from roadshow.meetings import models as meetings
from roadshow.notices import models as notices
from roadshow.occupancy import models as occupancy
from roadshow.outcomes import followups as outcomes_followups
from roadshow.outcomes import models as outcomes
from roadshow.pitches import followups as pitches_followups
from roadshow.pitches import models as pitches
from roadshow.programme import followups as programme_followups
from roadshow.programme import models as programme
from roadshow.projects import models as projects
from roadshow.reports import models as reports
from roadshow.screening import models as screening

TABLES = (
    audit,
    jobs,
    notices,
    accounts,
    occupancy,
    documents,
    halls,
    programme,
    projects,
    investors,
    pitches,
    screening,
    agenda,
    attendance,
    meetings,
    outcomes,
    ledgers,
    feeds,
    reports,
)
FOLLOWUPS = (
    programme_followups,
    pitches_followups,
    agenda_followups,
    attendance_followups,
    meetings_followups,
    outcomes_followups,
)  # in the order of the stairs


def create_app(settings: Settings | None = None) -> Flask:
    """The service with these settings, by default those of the environment."""
    settings = settings or Settings.from_environ()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # what people typed is no matter for the log
            "pool_pre_ping": True,  # after the database was away nobody meets a dead connection
        },
        TESTING=settings.testing,
        DATA_FOLDER=settings.data,
        FILES=settings.place,
        BASE_URL=settings.base_url,
        CONTACT=settings.contact,
        SETTINGS=settings,
        HTTPS=settings.https,
        FEED_SECONDS=0 if settings.testing else 1,  # how old a public feed may be
        DESIGN=settings.design and not settings.https,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "roadshow" / "translations"),
        BABEL_DEFAULT_LOCALE="zh",
    )
    if settings.proxies:  # of theirs and only of theirs is the word on who asks
        in_front = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)
        app.wsgi_app = in_front  # type: ignore[method-assign]  # how Flask has it done, though it is a method
    db.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "migrations"), compare_type=True)
    Babel(app, locale_selector=web.language.chosen)
    web.init_app(app)
    for silent in (*db.UNREACHABLE, Away):
        app.register_error_handler(silent, web.errors.unreachable)
    cli.init_app(app)
    return app
