from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deskbook.search.encoder import Encoder


@pytest.fixture(scope="session")
def unpacked_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the encoder's unpacked form, which takes seconds to make."""
    folder = tmp_path_factory.mktemp("encoder")
    Encoder(folder).encode(["好"])
    return folder


@pytest.fixture
def with_encoder(unpacked_encoder: Path) -> Callable[[Path], Path]:
    """Return what puts the unpacked encoder into an index folder before it is opened."""

    def put(folder: Path) -> Path:
        shutil.copytree(unpacked_encoder, folder / "encoder", copy_function=os.link)
        return folder

    return put
