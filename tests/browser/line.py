"""A line to the server that can be cut, as a stairwell cuts it: everything on it ends at once, nothing new gets through."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536


class Line:
    """Carries bytes between a port of its own and the server, unless it is cut."""

    def __init__(self, server: str) -> None:
        self._server = ("localhost", urlsplit(server).port or 80)
        self._ears = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._lock = threading.Lock()
        self.base = f"http://localhost:{self._ears.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and let no new one through."""
        with self._lock:
            self._is_cut = True
            ended, self._open = self._open, set()
        for one in ended:
            _end(one)

    def mend(self) -> None:
        """Let connections through again."""
        with self._lock:
            self._is_cut = False

    def close(self) -> None:
        """End everything for good."""
        self.cut()
        _end(self._ears)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._ears.accept()
                self._join(phone)

    def _join(self, phone: socket.socket) -> None:
        with self._lock:
            if self._is_cut:
                phone.close()
                return
            server = socket.create_connection(self._server)
            self._open |= {phone, server}
        for come, go in ((phone, server), (server, phone)):
            threading.Thread(target=self._carry, args=(come, go), daemon=True).start()

    def _carry(self, come: socket.socket, go: socket.socket) -> None:
        with suppress(OSError):
            while chunk := come.recv(CHUNK_BYTES):
                go.sendall(chunk)
        _end(come)
        _end(go)
        with self._lock:
            self._open -= {come, go}


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def a_line_to(server: str) -> Iterator[Line]:
    """Hold a line to a server's address for as long as the block runs."""
    line = Line(server)
    try:
        yield line
    finally:
        line.close()
