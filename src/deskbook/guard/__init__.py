"""The phrase guard: finds banned phrases in a text however they are written, and says exactly where.

Pure code over :class:`~deskbook.model.entry.Phrase` values; begin reading at :mod:`deskbook.guard.engine`.
"""
