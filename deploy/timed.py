"""A gunicorn worker whose threads wait for no client longer than it deserves.

gthread reads a request's head and body with a blocking socket, so that a handful of clients that send half a request
occupies all threads. Here the time that is spent waiting for one request is bounded by what has come of it: a few
seconds, and one more for every so many bytes, so that a large upload over a slow line still comes through. Where all
threads wait for such lines and others wait for a thread, the slowest is ended.
"""

import errno
import socket
import time
from collections.abc import Callable
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

GRACE = 10.0  # seconds of waiting for one request, head and body together
GRACE_WHEN_CROWDED = 1.0  # while others wait for a thread
SLICE = 0.25  # seconds after which it is asked anew whether others wait
LEAST_RATE = 8 * 1024  # bytes a second that give a client more time, in either direction
FAIR_RATE = 128 * 1024  # bytes a second: who is faster is never ended for the others' sake
SILENT = 0.1  # seconds that a thread waits for a connection's first byte; then the poller does
SEND_GRACE = 15.0  # seconds for a piece of an answer

wsgi.SERVER = "roadshow"  # what serves it is nobody's business


class Readers:
    """The connections of one worker that a thread waits for now."""

    def __init__(self, threads: int, is_crowded: Callable[[], bool]) -> None:
        self.is_crowded = is_crowded
        self._threads, self._waiting = threads, set["TimedSocket"]()

    def add(self, reader: "TimedSocket") -> None:
        self._waiting.add(reader)

    def remove(self, reader: "TimedSocket") -> None:
        self._waiting.discard(reader)

    def must_yield(self, reader: "TimedSocket") -> bool:
        """Whether all threads wait for clients, others wait for a thread, and of the slow ones this is the slowest."""
        waiting = list(self._waiting)
        if len(waiting) < self._threads or not self.is_crowded():
            return False
        slow = [one for one in waiting if one.waited > GRACE_WHEN_CROWDED and one.rate < FAIR_RATE]
        return bool(slow) and min(slow, key=lambda one: one.rate) is reader


class TimedSocket:
    """An accepted connection; what comes too slowly has ended."""

    def __init__(self, sock: socket.socket, readers: Readers) -> None:
        self._sock, self._readers = sock, readers
        self.begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def begin(self) -> None:
        """Another request is awaited."""
        self.waited, self.received = 0.0, 0

    @property
    def rate(self) -> float:
        """Bytes a second of waiting."""
        return self.received / self.waited if self.waited else float("inf")

    def recv(self, size: int, *flags: int) -> bytes:
        before = self._sock.gettimeout()
        self._readers.add(self)
        try:
            while (left := self._left()) > 0 and not self._readers.must_yield(self):
                self._sock.settimeout(min(left, SLICE))
                began = time.monotonic()
                try:
                    data = self._sock.recv(size, *flags)
                except TimeoutError:
                    continue
                finally:
                    self.waited += time.monotonic() - began
                self.received += len(data)
                return data
        finally:
            self._readers.remove(self)
            self._sock.settimeout(before)
        return b""

    def _left(self) -> float:
        grace = GRACE_WHEN_CROWDED if self._readers.is_crowded() else GRACE
        return grace + self.received / LEAST_RATE - self.waited

    def sendall(self, data: bytes, *flags: int) -> None:
        before = self._sock.gettimeout()
        self._sock.settimeout(SEND_GRACE + len(data) / LEAST_RATE)
        try:
            self._sock.sendall(data, *flags)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "The client takes nothing") from None
        finally:
            self._sock.settimeout(before)


class TimedConnection(TConn):
    def wait_for_data(self, timeout: float) -> bool:
        return bool(super().wait_for_data(min(timeout, SILENT)))


class TimedWorker(ThreadWorker):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.readers = Readers(self.cfg.threads, self.is_crowded)

    def accept(self, listener: socket.socket) -> None:
        """As the library's, with connections of ours."""
        try:
            client, address = listener.accept()
        except OSError as failure:
            if failure.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        client.setblocking(True)
        timed = TimedSocket(client, self.readers)
        self.enqueue_req(TimedConnection(self.cfg, timed, address, listener.getsockname()))

    def is_crowded(self) -> bool:
        """Whether connections wait for a thread."""
        return self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns) > self.cfg.threads

    def handle(self, conn: TConn) -> Any:
        conn.sock.begin()
        return super().handle(conn)
