"""Runs ``deskbook`` commands for a shell without starting an interpreter and loading everything each time.

The server loads the program once and forks for each command; the shell calls a client that hands over its
arguments, environment, folder and standard streams, and exits with the command's exit code.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import deskbook.bootstrap  # noqa: F401 - loaded once, for all commands
from deskbook import entry
from deskbook.cli.app import program

CLIENT = """\
#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    asked = json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode()
    socket.send_fds(server, [len(asked).to_bytes(4, "big")], [0, 1, 2])
    server.sendall(asked)
    sys.exit(server.recv(1)[0])
"""


@contextmanager
def commands(folder: Path) -> Iterator[Path]:
    """Serve ``deskbook`` from a new folder for the length of the block; return the folder, for ``PATH``."""
    folder.mkdir()
    address = str(folder / "socket")
    client = folder / "deskbook"
    client.write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
    client.chmod(0o755)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        server = os.fork()
        if server == 0:
            try:
                _serve(listener)
            finally:
                os._exit(1)  # whatever happens, it must not go on as a second test run
        try:
            yield folder
        finally:
            os.kill(server, signal.SIGTERM)
            os.waitpid(server, 0)


def _serve(listener: socket.socket) -> None:
    program(whole=True)
    while True:
        asking, _ = listener.accept()
        command = os.fork()
        if command == 0:
            _run(asking)
        _, status = os.waitpid(command, 0)
        asking.sendall(bytes([os.waitstatus_to_exitcode(status)]))
        asking.close()


def _run(asking: socket.socket) -> None:
    code = 70
    try:
        length, streams, _, _ = socket.recv_fds(asking, 4, 3)
        with asking.makefile("rb") as told:
            arguments, environment, folder = json.loads(told.read(int.from_bytes(length, "big")))
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            setattr(sys, name, open(descriptor, "w", encoding="utf-8", closefd=False))  # noqa: SIM115
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.argv = ["deskbook", *arguments]
        try:
            entry.cli()
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1
        except BaseException:  # noqa: BLE001 - a bug: shown as any program would
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
