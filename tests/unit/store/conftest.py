from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook.store.workspace import SqlWorkspace
from tests.unit.store.support import opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def workspace(path: Path) -> Iterator[SqlWorkspace]:
    with opened(path) as workspace:
        yield workspace
