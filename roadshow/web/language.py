"""A reader's language: the one the address names, then the one chosen at a desk, then what the browser prefers."""

import re
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, request, session, url_for
from flask_babel import refresh
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup, escape

from roadshow.accounts.models import Person
from roadshow.accounts.operations import speak
from roadshow.foundation.languages import LANGUAGES, spoken

from .guards import OPEN, permission_of

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def named() -> str | None:
    """The language in the address."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else None


def chosen() -> str:
    """The reader's language; Chinese where nobody reads yet (a command, the demo)."""
    if not request:
        return LANGUAGES[0]
    if asked := named():
        return asked
    if g.get("same_for_all"):
        return LANGUAGES[0]
    if not is_public() and (kept := session.get("lang")) in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def same_for_all() -> None:
    """Whoever shares this address is answered alike, whatever their browsers prefer: in Chinese when it names none."""
    g.same_for_all = True
    refresh()


def goes_by_browser() -> bool:
    return named() is None and not g.get("same_for_all")


def is_public() -> bool:
    """Whether this answer is the same for every visitor; then nothing may look at the session."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is None or request.endpoint == "static" or permission_of(view) == OPEN


def keep() -> None:
    """At a desk or a door a language once named stays, here and wherever else its reader has no other."""
    if (asked := named()) and not is_public():
        if session.get("lang") != asked:
            session["lang"] = asked
        if current_user.is_authenticated and current_user.person.language != asked:
            speak(current_user.person, asked)


def greet(person: Person) -> None:
    """At sign-in: the language named here is theirs from now on, else theirs is spoken here.

    Of one who never chose it is known by the browser from now on, so that letters come in one language.
    """
    if asked := session.get("lang"):
        if asked != person.language:
            speak(person, asked)
    elif person.language in LANGUAGES:
        session["lang"] = person.language
    elif preferred := request.accept_languages.best_match(LANGUAGES):
        speak(person, preferred)


def carry(endpoint: str, values: dict[str, object]) -> None:
    """On public pages, whose readers have no session, every link carries the language that the address named.

    So does a link from a desk or a door to a public page, where the session's choice is not seen.
    """
    if not request or endpoint == "static":
        return
    if is_public():
        spoken = named()
    elif permission_of(current_app.view_functions.get(endpoint)) == OPEN:
        spoken = named() or session.get("lang")
    else:
        return
    if spoken:
        values.setdefault("lang", spoken)


def lang() -> str:
    """``zh`` or ``en``, for templates."""
    return spoken()


def other_language_url() -> str:
    """This page in the other language."""
    other = "zh" if lang() == "en" else "en"
    return url_for("public.home", lang=other) if request.endpoint is None else here(lang=other)


def alternates() -> dict[str, str]:
    """Language → this page's absolute address in it, and under "" the one that goes by the browser.

    Without its filters; empty for a page that is none of the public site's own.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if permission_of(view) != OPEN or g.get("reader_unknown"):
        return {}
    return addresses(request.path)


def addresses(path: str) -> dict[str, str]:
    address = f"{current_app.config['BASE_URL']}{quote(path)}"
    return {"": address} | {spoken: f"{address}?lang={spoken}" for spoken in LANGUAGES}


def page_address() -> str:
    """This page's absolute address, as a desk prints it above the page."""
    return f"{current_app.config['BASE_URL']}{here().removesuffix('?')}"


def here(**changes: object) -> str:
    """This page's address with other values in its query; None takes one out.

    Put together by hand: given to ``url_for``, a query of a reader's own making could name its other arguments.
    """
    asked = request.args.to_dict(flat=True) | changes
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{quote(request.script_root + request.path)}?{query}"


def _escaped(said: LazyString) -> Markup:
    return escape(str(said))


def marked(words: object) -> object:
    """On an English page, words that have no English name carry their language, to be read out and set as Chinese."""
    if lang() == "en" and _CHINESE.search(str(words or "")):
        return Markup('<span lang="zh-CN">{}</span>').format(words)
    return words


def init_app(app: Flask) -> None:
    # The library hands its lazy sentences to templates and flashes as markup, names and typed words in them.
    LazyString.__html__ = _escaped
    app.before_request(keep)
    app.url_defaults(carry)
    app.add_template_global(alternates)
    app.add_template_filter(marked)
    app.add_template_global(lang)
    app.add_template_global(other_language_url)
    app.add_template_global(page_address)
