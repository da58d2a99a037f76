"""The steps of a desk's own data, oldest first."""

from deskbook.store.migrations.desk import (
    v0001_searches,
    v0002_overrides,
    v0003_unsaved,
    v0004_settlements,
    v0005_copies,
    v0006_mine,
    v0007_read,
)

STEPS = (
    v0001_searches,
    v0002_overrides,
    v0003_unsaved,
    v0004_settlements,
    v0005_copies,
    v0006_mine,
    v0007_read,
)
