from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cycle.support import faq
from tests.integration.packs.support import Agent, Owner, agent, owner


@pytest.fixture
def boss(tmp_path: Path) -> Iterator[Owner]:
    """An owner with two entries and one release."""
    with owner(tmp_path, {"faq-a": faq("faq-a", "旧的"), "faq-b": faq("faq-b", "不变")}) as one:
        one.publish("2026Q4", faq_a=faq("faq-a", "第一版"))
        yield one


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Agent]:
    with agent(tmp_path / "desk", watch=str(tmp_path / "share")) as one:
        yield one
