"""Signed packs: the container, the keys, who is trusted, reading and writing.

The only package that knows the crypto library. See ``docs/adr/0009-packs.md`` for why the file is as it is.
"""
