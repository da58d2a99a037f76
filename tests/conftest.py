"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from deskbook.store.database import Server
from tests.cluster import Cluster, cluster
from tests.unit.store.support import opened

settings.register_profile("untimed", deadline=None)  # a slow machine is no fault of the program
settings.load_profile("untimed")
os.environ["DESKBOOK_POLICY"] = os.devnull  # nor may the policy of the developer's machine count
os.environ.pop("DESKBOOK_WORKSPACE", None)  # no test may reach whatever workspace the developer uses


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server; started when the first test asks for it."""
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def template(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a server's database that holds a new workspace, to be copied."""
    name = "deskbook_template"
    postgres.run("CREATE DATABASE {}", name)
    with opened(Server(postgres.url(name), tmp_path_factory.mktemp("template"))):
        return name
