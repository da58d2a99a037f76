"""Fresh places for a workspace, one for each example of a state machine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import ClassVar

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from deskbook.store.database import Place, Server
from tests.cluster import Cluster

Fresh = Callable[[], AbstractContextManager[Place]]


class PlacedMachine(RuleBasedStateMachine):
    """A state machine over a workspace somewhere."""

    fresh: ClassVar[Fresh]
    """Makes a place for one example."""


@contextmanager
def fresh_file() -> Iterator[Place]:
    """Make a folder for a workspace in a file."""
    with tempfile.TemporaryDirectory(prefix="deskbook-model-") as folder:
        yield Path(folder) / "workspace.sqlite"


def fresh_database(postgres: Cluster, template: str, folder: Path) -> Fresh:
    """Return what makes a database for a workspace, copied from ``template``."""

    @contextmanager
    def fresh() -> Iterator[Place]:
        with postgres.database(template) as url:
            yield Server(url, folder)

    return fresh


def check(machine: type[PlacedMachine], fresh: Fresh, *, examples: int, steps: int) -> None:
    """Run a state machine over places of one kind."""
    placed = type("Placed", (machine,), {"fresh": staticmethod(fresh)})
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(placed, settings=chosen)
