"""Clients that send half a request do not keep the others out, and a slow line is no fault."""

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from deploy.timed import FAIR_RATE, GRACE_WHEN_CROWDED, LEAST_RATE, Readers, TimedSocket
from tests.proxy import proxied
from tests.servers import free_port, serving

HEAD = b"GET / HTTP/1.1\r\nHost: a.example\r\nX-a: "
BODY = b"POST /sign-in HTTP/1.1\r\nHost: a.example\r\nContent-Length: 900000\r\n\r\na"
CROWDED = Readers(2, lambda: True)


def test_sixty_four_half_requests_are_gone_within_fifteen_seconds(tmp_path: Path) -> None:
    with serving(tmp_path, DEMO="0") as served:
        port = int(served.url.rpartition(":")[2])
        slow = [socket.create_connection(("127.0.0.1", port)) for _number in range(64)]
        for number, connection in enumerate(slow):
            connection.sendall(HEAD if number % 2 else BODY)
        began = time.monotonic()
        with urllib.request.urlopen(served.url, timeout=15) as answer:
            assert (answer.status, answer.headers["Server"]) == (200, "roadshow")
        assert time.monotonic() - began < 15
        for connection in slow:
            connection.close()


def test_sixty_four_slow_uploads_make_room_for_others(tmp_path: Path) -> None:
    with serving(tmp_path, DEMO="0") as served:
        port = int(served.url.rpartition(":")[2])
        slow = [socket.create_connection(("127.0.0.1", port)) for _number in range(64)]
        for connection in slow:
            connection.sendall(BODY)
        with dripping(slow), urllib.request.urlopen(served.url, timeout=15) as answer:
            assert answer.status == 200
        for connection in slow:
            connection.close()


def test_behind_the_proxy_nobody_notices_sixty_four_slow_clients(tmp_path: Path) -> None:
    with serving(tmp_path, DEMO="0", PROXIES="1") as served, proxied(served.url) as proxy:
        port = int(proxy.rpartition(":")[2])
        slow = [socket.create_connection(("127.0.0.1", port)) for _number in range(64)]
        for number, connection in enumerate(slow):
            connection.sendall(HEAD if number % 2 else BODY)
        waits = []
        for _page in range(5):
            began = time.monotonic()
            assert urllib.request.urlopen(proxy, timeout=15).status == 200
            waits.append(time.monotonic() - began)
        assert max(waits) < 1
        for connection in slow:
            connection.close()


def test_the_proxy_says_itself_what_is_too_large_and_that_nobody_answers(tmp_path: Path) -> None:
    """Before a byte of the body was sent; in words, not as a bare number."""
    with proxied(f"http://127.0.0.1:{free_port()}") as proxy:
        connection = HTTPConnection(proxy.removeprefix("http://"))
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Length", str(200 * 1024 * 1024))
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, "最大100 MB" in answer.read().decode()) == (413, True)
        connection.close()
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
        assert "请过一会儿再试" in answer.read().decode()
        connection.close()


@contextmanager
def dripping(connections: list[socket.socket]) -> Iterator[None]:
    """Each sends a little more than what ends it for itself, until the block ends."""
    ended = threading.Event()

    def send() -> None:
        while not ended.wait(0.25):
            for connection in connections:
                with suppress(OSError):
                    connection.sendall(b"x" * (LEAST_RATE // 3))

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield
    finally:
        ended.set()
        sender.join()


def test_a_line_that_is_slow_but_honest_is_waited_for_also_while_others_wait() -> None:
    ours, theirs = socket.socketpair()
    pieces, pause = 12, 0.2
    size = int(LEAST_RATE * pause * 2)

    def send() -> None:
        for _piece in range(pieces):
            theirs.sendall(b"x" * size)
            time.sleep(pause)
        theirs.close()

    sender = threading.Thread(target=send)
    sender.start()
    timed, came = TimedSocket(ours, CROWDED), 0
    while data := timed.recv(1 << 16):
        came += len(data)
    sender.join()
    assert pieces * pause > GRACE_WHEN_CROWDED
    assert came == pieces * size
    ours.close()


def test_one_that_drips_is_ended_while_others_wait() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(b"x")
    timed, began = TimedSocket(ours, CROWDED), time.monotonic()
    assert [timed.recv(10), timed.recv(10)] == [b"x", b""]
    assert GRACE_WHEN_CROWDED <= time.monotonic() - began < 4 * GRACE_WHEN_CROWDED
    ours.close()
    theirs.close()


def test_where_all_threads_wait_for_clients_the_slowest_makes_room() -> None:
    readers, ours = Readers(2, lambda: True), socket.socket()
    slow, slower, fast = (read_at(rate, ours, readers) for rate in (3, 2, FAIR_RATE))
    for reader in (slow, slower):
        readers.add(reader)
    assert [readers.must_yield(reader) for reader in (slow, slower)] == [False, True]
    readers.remove(slower)
    assert not readers.must_yield(slow)
    readers.add(fast)
    assert [readers.must_yield(reader) for reader in (slow, fast)] == [True, False]
    ours.close()


def read_at(rate: int, ours: socket.socket, readers: Readers) -> TimedSocket:
    """One that was waited for, and sent so many bytes a second."""
    timed = TimedSocket(ours, readers)
    timed.waited = 2 * GRACE_WHEN_CROWDED
    timed.received = int(rate * timed.waited)
    return timed
