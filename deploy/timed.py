"""A gunicorn worker whose threads wait for no client longer than it deserves.

gthread reads a request's head and body with a blocking socket, so that a handful of clients that send half a request
occupies all threads. Here the time that is spent waiting for one request is bounded by what has come of it: a few
seconds, and one more for every so many bytes, so that a large upload over a slow line still comes through.
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
SILENT = 0.1  # seconds that a thread waits for a connection's first byte; then the poller does
SEND_GRACE = 15.0  # seconds for a piece of an answer

wsgi.SERVER = "roadshow"  # what serves it is nobody's business


class TimedSocket:
    """An accepted connection; what comes too slowly has ended."""

    def __init__(self, sock: socket.socket, is_crowded: Callable[[], bool]) -> None:
        self._sock, self._is_crowded = sock, is_crowded
        self.begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def begin(self) -> None:
        """Another request is awaited."""
        self._waited, self._received = 0.0, 0

    def recv(self, size: int, *flags: int) -> bytes:
        before = self._sock.gettimeout()
        try:
            while (left := self._left()) > 0:
                self._sock.settimeout(min(left, SLICE))
                began = time.monotonic()
                try:
                    data = self._sock.recv(size, *flags)
                except TimeoutError:
                    continue
                finally:
                    self._waited += time.monotonic() - began
                self._received += len(data)
                return data
        finally:
            self._sock.settimeout(before)
        return b""

    def _left(self) -> float:
        grace = GRACE_WHEN_CROWDED if self._is_crowded() else GRACE
        return grace + self._received / LEAST_RATE - self._waited

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
        timed = TimedSocket(client, self.is_crowded)
        self.enqueue_req(TimedConnection(self.cfg, timed, address, listener.getsockname()))

    def is_crowded(self) -> bool:
        """Whether connections wait for a thread."""
        return self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns) > self.cfg.threads

    def handle(self, conn: TConn) -> Any:
        conn.sock.begin()
        return super().handle(conn)
