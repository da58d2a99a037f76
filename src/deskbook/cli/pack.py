"""``deskbook pack``: the owner's side in ``pack_owner.py``, the desk's here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from deskbook.cli import pack_owner
from deskbook.cli.output import Home, Json, complain, opened, print_json
from deskbook.cli.pack_owner import PublicKey
from deskbook.model.pack import Facts, key_id, public_line
from deskbook.model.revision import Release
from deskbook.services.installing import Installed, PackStatus
from deskbook.services.language import tr

pack = typer.Typer(help="Signed packs: a release as one file that desks install.", no_args_is_help=True)

PackPath = Annotated[Path, typer.Argument(metavar="FILE", help="A pack, such as deskbook-5-3.dbk.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    pack_owner.register(pack)
    for command in (verify, inspect, install, pickup, status, trust):
        pack.command()(command)
    pack.command("return")(return_)
    app.add_typer(pack, name="pack")


def verify(context: typer.Context, file: PackPath, as_json: Json = False, home: Home = None) -> None:
    """Verify a pack as for an installation, without installing it."""
    with opened(context, home, starter=False) as services:
        found, new = services.pack_desk.verify(file)
    if as_json:
        print_json({**_facts(found.facts), "key": public_line(found.key), "new": new})
        return
    typer.echo(tr("Sound and signed with key {key}, which this desk trusts.").format(key=key_id(found.key)))
    _print_facts(found.facts)
    if not new:
        typer.echo(tr("It is installed here already."))


def inspect(context: typer.Context, file: PackPath, as_json: Json = False, home: Home = None) -> None:
    """Show what a file says of itself, WITHOUT verifying any of it."""
    with opened(context, home, starter=False) as services:
        look = services.pack_desk.look(file)
    if as_json:
        print_json(
            {
                "verified": False,
                **_facts(look.facts),
                "key": public_line(look.key),
                "signed": look.signed,
                "members": look.members,
                "size": look.size,
            }
        )
        return
    typer.echo(
        tr("NOT VERIFIED: anybody can have written what follows. Use “deskbook pack verify”."), err=True
    )
    _print_facts(look.facts)
    typer.echo(
        tr("key {key}, {members} members, {size} bytes").format(
            key=key_id(look.key) if look.signed else tr("none: it is not signed"),
            members=look.members,
            size=look.size,
        )
    )


def install(context: typer.Context, file: PackPath, as_json: Json = False, home: Home = None) -> None:
    """Verify a pack and install it: all of it, or nothing."""
    with opened(context, home, starter=False) as services:
        done = services.pack_desk.install(file)
    _tell(done, as_json)


def pickup(context: typer.Context, as_json: Json = False, home: Home = None) -> None:
    """Install the newest pack in the folder that the policy watches; exit 1 if there is none."""
    with opened(context, home, starter=False) as services:
        found = services.pack_desk.pick_up()
    for error in found.refused:
        complain(error)
    if found.installed is None:
        if as_json:
            print_json(None)
        else:
            typer.echo(tr("Nothing newer was found."))
        raise typer.Exit(1)
    _tell(found.installed, as_json)


def return_(context: typer.Context, as_json: Json = False, home: Home = None) -> None:
    """Go back to the release before; the next pack goes on from there."""
    with opened(context, home, starter=False) as services:
        release = services.pack_desk.go_back()
    if as_json:
        print_json({"release": release.number})
    else:
        typer.echo(tr("Release {number} is read again.").format(number=release.number))


def status(context: typer.Context, as_json: Json = False, home: Home = None) -> None:
    """Show which pack is installed, how old it is and which keys count; exit 1 once it is out of date."""
    with opened(context, home, starter=False) as services:
        found = services.pack_desk.status()
    if as_json:
        print_json(_status(found))
    else:
        _print_status(found)
    if found.overdue:
        raise typer.Exit(1)


def trust(context: typer.Context, key: PublicKey, as_json: Json = False, home: Home = None) -> None:
    """Pin a public key in this data folder: packs signed with it are installed."""
    with opened(context, home, starter=False) as services:
        services.pack_desk.trust(key)
    if as_json:
        print_json({"trusted": public_line(key), "id": key_id(key)})
    else:
        typer.echo(tr("Packs signed with key {key} are trusted from now on.").format(key=key_id(key)))


def _tell(done: Installed, as_json: bool) -> None:
    if as_json:
        print_json({"release": done.release.number, "sequence": done.sequence, "new": done.new})
    elif done.new:
        typer.echo(tr("Installed: {release}").format(release=_release_line(done.release)))
    else:
        typer.echo(tr("It is installed here already."))


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "handbook": facts.handbook,
        "sequence": facts.sequence,
        "release": facts.release,
        "name": facts.name,
        "created": facts.created.isoformat(),
        "effective": facts.effective.isoformat(),
        "until": facts.until.isoformat(),
        "minimum_program": facts.minimum_program,
    }


def _print_facts(facts: Facts) -> None:
    line = tr("pack {sequence}: release {release} “{name}”, in force from {day}, planned until {until}")
    typer.echo(
        line.format(
            sequence=facts.sequence,
            release=facts.release,
            name=_harmless(facts.name),
            day=facts.effective,
            until=facts.until,
        )
    )


def _harmless(text: str) -> str:
    """Return a text that is nobody's yet without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _release_line(release: Release) -> str:
    line = tr("release {number} “{name}”, in force from {day}")
    return line.format(number=release.number, name=_harmless(release.name), day=release.effective)


def _status(found: PackStatus) -> dict[str, Any]:
    latest = found.latest
    return {
        "installed": None
        if latest is None
        else {
            "handbook": latest.handbook,
            "sequence": latest.sequence,
            "key": public_line(latest.key),
            "at": latest.at.isoformat(),
            "step": latest.step.value,
        },
        "release": found.release.number if found.release else None,
        "coming": found.coming.number if found.coming else None,
        "until": found.until.isoformat() if found.until else None,
        "overdue_days": found.overdue,
        "can_return_to": found.back.number if found.back else None,
        "trusted_keys": [public_line(key) for key in sorted(found.keys.trusted)],
        "revoked_keys": [public_line(key) for key in sorted(found.keys.revoked)],
        "watch": found.watch,
    }


def _print_status(found: PackStatus) -> None:
    if found.latest is None:
        typer.echo(tr("No pack was installed here."))
    else:
        typer.echo(
            tr("pack {sequence}, installed {at}").format(
                sequence=found.latest.sequence, at=f"{found.latest.at.astimezone():%Y-%m-%d %H:%M}"
            )
        )
    if found.release is not None:
        typer.echo(_release_line(found.release))
    if found.overdue and found.until is not None:
        line = tr("OUT OF DATE: it was planned until {day}, {count} days ago.")
        typer.echo(line.format(day=found.until, count=found.overdue))
    elif found.until is not None:
        typer.echo(tr("planned until {day}").format(day=found.until))
    if found.coming is not None:
        typer.echo(tr("waiting: {release}").format(release=_release_line(found.coming)))
    if found.back is not None:
        typer.echo(
            tr("“deskbook pack return” goes back to release {number}.").format(number=found.back.number)
        )
    for key in sorted(found.keys.trusted):
        typer.echo(tr("trusted key: {key}").format(key=public_line(key)))
    for key in sorted(found.keys.revoked):
        typer.echo(tr("revoked key: {key}").format(key=public_line(key)))
    if found.watch:
        typer.echo(tr("watched folder: {path}").format(path=found.watch))
