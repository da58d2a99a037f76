from tests.unit.store.conftest import path, workspace

__all__ = ["path", "workspace"]
