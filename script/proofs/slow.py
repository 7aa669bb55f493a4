"""Slow clients, large uploads and bodies that are refused: what everybody else waits meanwhile."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import repeat
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from script.proofs.decks import LARGEST, MB, deck, new_deck_page
from script.proofs.figures import Figure, seconds
from script.proofs.visitor import BOUNDARY, Visitor
from tests.proxy import proxied
from tests.servers import serving

CLIENTS, LASTING = 64, 60.0  # seconds
PAGE_WITHIN, BACK_WITHIN = 1.0, 15.0  # seconds
UPLOAD_RATE = 4 * MB  # bytes a second
REFUSED, REFUSED_WITHIN = 200 * MB, 2.0  # bytes, seconds
PAGE = "/about"
HEAD = b"GET / HTTP/1.1\r\nHost: a.example\r\nX-a: "
BODY = b"POST /sign-in HTTP/1.1\r\nHost: a.example\r\nContent-Length: 900000\r\n\r\na"
DRIP = 2_500  # bytes each quarter of a second: just enough not to be ended for itself


@dataclass
class Watch:
    """How long pages take, asked one after the other; ``back``: from when on they came within their time."""

    waits: list[float] = field(default_factory=list)
    back: float = 0.0

    @property
    def worst(self) -> float:
        return max(self.waits)


def all_figures(data: Path) -> Iterator[Figure]:
    """In an empty folder, on SQLite, with one proxy in front."""
    with serving(data, PROXIES="1") as served, proxied(served.url) as proxy:
        for name, drip in (("half requests", 0), ("slow uploads", DRIP)):
            what = f"{CLIENTS} clients with {name} for {LASTING:.0f} s"
            with _slow(proxy, drip):
                watch = _watch(proxy, _for(LASTING))
            yield seconds(f"{what}, through the proxy: the slowest page", watch.worst, PAGE_WITHIN)
            with _slow(served.url, drip):
                watch = _watch(served.url, _for(LASTING))
            yield seconds(f"{what}, directly: until pages answer within a second", watch.back, BACK_WITHIN)
        owner = Visitor(served.url).sign_in("startup@demo.example", served.password)
        for name, url in (("through the proxy", proxy), ("directly", served.url)):
            yield from _upload(owner, url, name)
            yield _refuse(owner, url, name)


def _for(lasting: float) -> Callable[[], bool]:
    until = time.monotonic() + lasting
    return lambda: time.monotonic() < until


def _watch(url: str, goes_on: Callable[[], bool]) -> Watch:
    watch, began = Watch(), time.monotonic()
    while goes_on():
        asked = time.monotonic()
        if Visitor(url).get(PAGE).status != HTTPStatus.OK:
            raise RuntimeError("no page")
        watch.waits.append(time.monotonic() - asked)
        if watch.waits[-1] > PAGE_WITHIN:
            watch.back = time.monotonic() - began
        time.sleep(0.2)
    return watch


@contextmanager
def _slow(url: str, drip: int) -> Iterator[None]:
    """All come at the same moment; who is ended does not come again."""
    where, ended = urlsplit(url), Event()
    clients = [socket.create_connection((where.hostname, where.port)) for _number in range(CLIENTS)]
    for number, client in enumerate(clients):
        client.sendall(HEAD if number % 2 and not drip else BODY)

    def send() -> None:
        while not ended.wait(0.25):
            for client in clients:
                with suppress(OSError):
                    client.sendall(b"x" * drip)

    sender = Thread(target=send)
    sender.start()
    try:
        yield
    finally:
        ended.set()
        sender.join()
        for client in clients:
            client.close()


def _upload(owner: Visitor, url: str, name: str) -> Iterator[Figure]:
    """The largest deck over a line of so many bytes a second."""
    content, answered = deck(LARGEST), Event()
    outcome: list[str] = []

    def send() -> None:
        try:
            outcome.append(_send(owner, url, _form(owner, content), UPLOAD_RATE)[1])
        finally:
            answered.set()

    sender = Thread(target=send)
    sender.start()
    watch = _watch(url, lambda: not answered.is_set())
    sender.join()
    came = bool(outcome) and "/startup/documents/" in outcome[0]
    what = f"100 MB at {UPLOAD_RATE // MB} MB/s, {name}"
    yield Figure(f"{what}: taken in", "yes" if came else "no", "yes", came)
    yield seconds(f"{what}: the slowest page meanwhile", watch.worst, PAGE_WITHIN)


def _refuse(owner: Visitor, url: str, name: str) -> Figure:
    """A body of twice as much as is taken, as fast as it goes."""
    parts = [*_form(owner, b""), *repeat(b"\0" * MB, REFUSED // MB)]
    began = time.monotonic()
    status, _location = _send(owner, url, parts, 0)
    took = time.monotonic() - began
    held = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and took <= REFUSED_WITHIN
    what = f"a body of {REFUSED // MB} MB, {name}: until it is refused"
    return Figure(what, f"{took:.2f} s, status {status}", f"{REFUSED_WITHIN:.1f} s, status 413", held)


def _form(owner: Visitor, content: bytes) -> list[bytes]:
    """The body of a form with a deck, in pieces."""
    said = owner.token() | {"title": "示例大材料", "level": "nda"}
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in said.items()]
    parts.append('name="file"; filename="示例.pdf"\r\n\r\n'.encode())
    begins = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
    head = b"\r\n".join(begins + part for part in parts)
    pieces = [content[first : first + MB] for first in range(0, len(content), MB)]
    return [head, *pieces, f"\r\n--{BOUNDARY}--\r\n".encode()]


def _send(owner: Visitor, url: str, parts: list[bytes], rate: int) -> tuple[int, str]:
    """Status and place of the answer; it may come before all is sent."""
    where = urlsplit(url)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=120)
    connection.putrequest("POST", new_deck_page(owner))
    connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in owner.cookies.items()))
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(sum(map(len, parts))))
    connection.endheaders()
    with suppress(BrokenPipeError, ConnectionResetError):
        for part in parts:
            connection.send(part)
            time.sleep(len(part) / rate if rate else 0)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Location", "")
