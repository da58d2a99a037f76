"""What the packaged program starts."""

from deskbook.entry import cli

if __name__ == "__main__":
    cli()
