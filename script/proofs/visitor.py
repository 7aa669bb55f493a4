"""Somebody who uses the service over HTTP as a browser would: keeps cookies, sends forms with their hidden fields."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode, urlsplit

FORM_TYPE = "application/x-www-form-urlencoded"
BOUNDARY = "roadshow-form-part"
SIGNED_IN = "/account/password"  # a page of everybody who has signed in
Fields = dict[str, str]
Ticked = Mapping[str, str | list[str]]  # fields of which some are ticked several times


@dataclass(frozen=True)
class Answer:
    """``location`` is where a redirect points, empty without one."""

    status: int
    location: str
    text: str


@dataclass
class Visitor:
    """One browser; not to be shared between threads."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Ticked) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True).encode(), FORM_TYPE)

    def send(self, path: str, content: object) -> Answer:
        """As a script of a page does."""
        return self._ask("POST", path, json.dumps(content).encode(), "application/json")

    def hand_in(self, path: str, fields: Fields, name: str, content: bytes) -> Answer:
        """Send a form with its file."""
        parts = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in fields.items()]
        parts.append(f'name="file"; filename="{name}"\r\n\r\n'.encode() + content)
        begins = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        body = b"".join(begins + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def token(self) -> Fields:
        """What every form carries beside what is typed; of one who has signed in."""
        return {"csrf_token": self.form(SIGNED_IN)["csrf_token"]}

    def follow(self, answer: Answer) -> Answer:
        """The page that a redirect leads to."""
        return self.get(answer.location) if answer.location else answer

    def form(self, path: str, action: str | None = None) -> Fields:
        """What the form of this page would send as it stands; ``action`` names one of several by its address."""
        answer = self.get(path)
        try:
            return fields_of(answer.text, action)
        except LookupError as none:
            raise RuntimeError(f"{path} ({answer.status}) has no such form: {action}") from none

    def sign_in(self, email: str, password: str) -> Self:
        answer = self.post("/sign-in", self.form("/sign-in") | {"email": email, "password": password})
        if not answer.location:
            raise RuntimeError(f"{email} was not let in: {answer.status}")
        return self

    def in_another_tab(self) -> "Visitor":
        """The same browser, the same session."""
        return Visitor(self.url, dict(self.cookies))

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        where = urlsplit(self.url)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if kind:
                headers["Content-Type"] = kind
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            location = re.sub(r"^https?://[^/]+", "", response.headers.get("Location", ""))
            return Answer(response.status, location, response.read().decode(errors="replace"))
        finally:
            connection.close()


@dataclass
class _Form:
    action: str
    fields: Fields = field(default_factory=dict)


def fields_of(text: str, action: str | None = None) -> Fields:
    """The same of a page that is there. Raises: LookupError."""
    page = _Forms()
    page.feed(text)
    fitting = [form.fields for form in page.forms if action is None or form.action == action]
    if not fitting:
        raise LookupError(action)
    return max(fitting, key=len)


class _Forms(HTMLParser):
    """The forms of a page that are sent by POST, with what stands in their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.open: _Form | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = _Form(has.get("action", ""))
            if has.get("method", "").casefold() == "post":
                self.forms.append(self.open)
        elif self.open is not None:
            self._take(self.open.fields, tag, has)

    def _take(self, fields: Fields, tag: str, has: Fields) -> None:
        name = has.get("name", "")
        if tag == "input" and name and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            fields[name] = has.get("value", "")
        elif tag == "textarea":
            self.area, fields[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in has or self.select not in fields):
            fields[self.select] = has.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.area:
            self.open.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""
