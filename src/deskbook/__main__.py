"""``python -m deskbook``, and what a packaged build starts."""

from deskbook.entry import cli

if __name__ == "__main__":
    cli()
