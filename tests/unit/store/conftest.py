from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook.store.database import Place, Server
from deskbook.store.workspace import SqlWorkspace
from tests.cluster import Cluster
from tests.unit.store.support import opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def server(postgres: Cluster, template: str, tmp_path: Path) -> Iterator[Server]:
    """A new workspace in a database of its own."""
    with postgres.database(template) as url:
        yield Server(url, tmp_path)


@pytest.fixture
def empty_server(postgres: Cluster, tmp_path: Path) -> Iterator[Server]:
    """A database without a workspace."""
    with postgres.database() as url:
        yield Server(url, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def place(request: pytest.FixtureRequest, kind: str) -> Place:
    """Where a workspace is, or is made when it is opened first: on each kind of database in turn."""
    found: Place = request.getfixturevalue({"sqlite": "path", "postgresql": "server"}[kind])
    return found


@pytest.fixture
def workspace(place: Place) -> Iterator[SqlWorkspace]:
    with opened(place) as workspace:
        yield workspace


@pytest.fixture
def local(path: Path) -> Iterator[SqlWorkspace]:
    """A workspace in the file ``path``, for what only a file can suffer."""
    with opened(path) as workspace:
        yield workspace
