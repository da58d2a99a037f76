"""One window a data folder: a second start raises the first window and passes on what it was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 5000
"""A window that is busy answers late; one that hangs must not keep a second one from opening."""
_MOST = 65_536
"""A request is a search or a path at most; nothing longer is read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a start asks for: a search, the panel with what is on the clipboard, or to install a pack."""

    query: str = ""
    summon: bool = False
    pack: str = ""
    """The absolute path of a file."""


def ask_running(home: Path, request: Request) -> bool:
    """Pass a request to the window that is open over ``home``; return False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(_name(home))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(json.dumps(asdict(request)).encode() + b"\n")
    socket.flush()
    taken = socket.waitForReadyRead(_PATIENCE_MS)
    socket.disconnectFromServer()
    return taken


class Doorbell(QObject):
    """Tells the first window what later starts ask for. Only the same account of the machine can ring."""

    rung = Signal(object)

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(_name(home)):
            QLocalServer.removeServer(_name(home))  # left behind by a program that was killed
            self._server.listen(_name(home))

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._reader(socket))
            self._reader(socket)()

    def _reader(self, socket: QLocalSocket) -> Callable[[], None]:
        def read() -> None:
            if socket.bytesAvailable() > _MOST:
                socket.abort()
            if not socket.canReadLine():
                return
            line = socket.readLine().data()
            socket.write(b"ok\n")
            with suppress(ValueError, TypeError, KeyError):  # not from us, or from another version
                values = json.loads(bytes(line))
                request = Request(str(values["query"]), values["summon"] is True, str(values["pack"]))
                self.rung.emit(request)

        return read


def _name(home: Path) -> str:
    return "deskbook-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]
