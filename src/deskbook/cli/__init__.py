"""The command line: one file a command family, sentences for people, ``--json`` for programs."""
