"""``deskbook pack keygen``, ``rotate``, ``revoke`` and ``build``: what an owner does with keys and packs."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home, Json, opened, parse_day, print_json
from deskbook.errors import KeyFileError, Message
from deskbook.model.pack import key_id, parse_public, public_line
from deskbook.services.language import tr


def parse_key(line: str) -> str:
    """Return the public key that an argument names."""
    key = parse_public(line)
    if key is None:
        raise typer.BadParameter(tr("Write a public key as “deskbook pack keygen” prints it: ed25519:…"))
    return key


PublicKey = Annotated[
    str, typer.Argument(parser=parse_key, metavar="PUBLIC-KEY", help="Such as ed25519:3b6a…")
]
Key = Annotated[Path, typer.Option("--key", metavar="FILE", help="The key file of the owner.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Take the passphrase from the first line of a file; else from DESKBOOK_PASSPHRASE, or ask.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (keygen, rotate, revoke, build):
        app.command()(command)


def keygen(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The key file to make.")],
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Make a key under a passphrase, and print the public line that desks pin."""
    with opened(context, home, starter=False) as services:
        public = services.pack_keys.create(file, _passphrase(passphrase_file, new=True))
    _print_key(public, file, as_json)


def rotate(
    context: typer.Context,
    key: Key,
    file: Annotated[Path, typer.Argument(metavar="NEW-FILE", help="The key file to make.")],
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Make a key that takes the old one's place on every desk with the first pack that it signs."""
    with opened(context, home, starter=False) as services:
        old = _passphrase(passphrase_file)
        new = _passphrase(new_passphrase_file or passphrase_file, new=True)
        public = services.pack_keys.rotate(key, old, file, new)
    _print_key(public, file, as_json)


def revoke(
    context: typer.Context,
    public: PublicKey,
    key: Key,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Let every pack that a key signs from now on revoke another key, for good."""
    with opened(context, home, starter=False) as services:
        services.pack_keys.revoke(key, _passphrase(passphrase_file), public)
    if as_json:
        print_json({"revoked": public_line(public)})
    else:
        typer.echo(tr("The next pack revokes key {key} on every desk.").format(key=key_id(public)))


def build(
    context: typer.Context,
    key: Key,
    release: Annotated[
        int | None, typer.Option(metavar="N", help="The release; without it the newest.")
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The planned end; without it in three months."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write.")] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Make a signed pack of a release; asked again, it makes the same file."""
    with opened(context, home) as services:
        signer = services.pack_keys.unlock(key, _passphrase(passphrase_file))
        made = services.packer.build(signer, release=release, until=until, target=out)
    facts = made.facts
    if as_json:
        print_json(
            {
                "path": str(made.path),
                "release": facts.release,
                "sequence": facts.sequence,
                "effective": facts.effective.isoformat(),
                "until": facts.until.isoformat(),
                "key": public_line(made.key),
                "revisions": made.revisions,
            }
        )
        return
    line = tr("Pack {sequence} of release {release} written to {path}, signed with key {key}")
    typer.echo(
        line.format(sequence=facts.sequence, release=facts.release, path=made.path, key=key_id(made.key))
    )


def _passphrase(file: Path | None, *, new: bool = False) -> str:
    """Return the passphrase from a file, the environment, or the person at the keyboard."""
    if file is not None:
        try:
            with file.open(encoding="utf-8") as opened_file:
                return opened_file.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(
                Message("The passphrase cannot be read from the file."),
                Message("Check the path and your rights."),
                str(file),
            ) from error
    given = os.environ.get("DESKBOOK_PASSPHRASE")
    if given is not None:
        return given
    prompt = tr("Passphrase of the new key") if new else tr("Passphrase of the key")
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=new, err=True))


def _print_key(public: str, file: Path, as_json: bool) -> None:
    if as_json:
        print_json({"path": str(file), "public": public_line(public), "id": key_id(public)})
        return
    typer.echo(public_line(public))
    line = tr("Key {key} is in {path}. Keep the file and its passphrase apart; desks pin the line above.")
    typer.echo(line.format(key=key_id(public), path=file), err=True)
