"""The wire between a program and its server, in the test's hands: it can be cut, go silent, and be mended."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from types import TracebackType


class Wire:
    """A loopback port that passes everything on to a server. `cut` drops all connections and takes no new one, `hush` takes them and
    passes nothing on, `mend` is as at first (connections that were hushed are dropped)."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self._is_silent = False
        self._door: socket.socket | None = None
        self.port = 0
        self._open()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.cut()

    def cut(self) -> None:
        """Nobody gets through, and everybody notices at once."""
        door, self._door = self._door, None
        if door:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        self._drop()

    def hush(self) -> None:
        """Everything is taken and nothing answered: the worst kind of server."""
        self._is_silent = True

    def mend(self) -> None:
        """As at first."""
        if self._is_silent:
            self._drop()
        self._is_silent = False
        if self._door is None:
            self._open()

    def drop(self) -> None:
        """What a restart does: every connection ends, new ones are taken."""
        self._drop()

    def _open(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port), reuse_port=False, backlog=64)
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._welcome, args=(self._door,), daemon=True).start()

    def _welcome(self, door: socket.socket) -> None:
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._server)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._pairs.append((client, server))
            threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        other = {client: server, server: client}
        with contextlib.suppress(OSError, ValueError):
            while True:
                ready, _, _ = select.select([client, server], [], [], 0.2)
                if self._is_silent:
                    select.select([], [], [], 0.05)
                    if client.fileno() < 0:
                        break
                    continue
                for end in ready:
                    data = end.recv(65536)
                    if not data:
                        raise OSError
                    other[end].sendall(data)
        self._close(client, server)

    def _drop(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for client, server in pairs:
            self._close(client, server)

    @staticmethod
    def _close(*ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
