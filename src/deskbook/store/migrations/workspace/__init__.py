"""The steps of the workspace, oldest first."""

from deskbook.store.migrations.workspace import v0001_entries, v0002_cycles, v0003_packs, v0004_pictures

STEPS = (v0001_entries, v0002_cycles, v0003_packs, v0004_pictures)
