from tests.unit.store.conftest import empty_server, kind, local, path, place, server, workspace

__all__ = ["empty_server", "kind", "local", "path", "place", "server", "workspace"]
