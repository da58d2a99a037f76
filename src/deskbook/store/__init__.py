"""What is kept on disk: the workspace, a desk's own data, the settings.

Import from the modules: :mod:`~deskbook.store.workspace`, :mod:`~deskbook.store.restore`,
:mod:`~deskbook.store.desk`, :mod:`~deskbook.store.settings`. This package imports none of them, so that
settings can be read without the time that SQLAlchemy takes to load.
"""
