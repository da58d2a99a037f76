from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cycle.support import Team, team


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Team]:
    with team(tmp_path) as one:
        yield one
