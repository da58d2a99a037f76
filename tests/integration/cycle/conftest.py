from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook.store.database import Place
from tests.integration.cycle.support import Team, team
from tests.unit.store.conftest import kind, path, place, server

__all__ = ["kind", "path", "place", "server"]


@pytest.fixture
def desk(tmp_path: Path, place: Place) -> Iterator[Team]:
    """A team over a workspace on each kind of database in turn."""
    with team(tmp_path, place=place) as one:
        yield one
