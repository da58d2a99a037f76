from __future__ import annotations

from tests.unit.search.conftest import unpacked_encoder, with_encoder

__all__ = ["unpacked_encoder", "with_encoder"]
