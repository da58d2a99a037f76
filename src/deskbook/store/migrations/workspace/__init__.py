"""The steps of the workspace, oldest first."""

from deskbook.store.migrations.workspace import v0001_entries

STEPS = (v0001_entries,)
