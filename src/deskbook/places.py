"""Where things lie on a machine, and what its user and IT have set.

It loads in no time, so that the window can be there before the program is.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from deskbook.errors import PolicyError
from deskbook.model.pack import Policy
from deskbook.services.settings import Preferences
from deskbook.store.pins import PinFiles
from deskbook.store.settings import SettingsFile


def home_folder(home: Path | None = None) -> Path:
    """Return where all of one user's data lives: ``home``, ``DESKBOOK_HOME``, or the platform's folder."""
    chosen = home or os.environ.get("DESKBOOK_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("deskbook", appauthor=False))


def data_folder(name: str) -> Path:
    """Return a folder that travels with the program: ``resources`` or ``kb``.

    They lie inside the package once it is built, and beside ``src`` in a checkout.
    """
    packaged = Path(__file__).parent / "data" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def carried_file(name: str) -> Path:
    """Return where a shop's own build carries a file: ``policy.json`` or ``first.dbk``; it need not exist."""
    return Path(__file__).parent / "data" / name


def policy_files() -> tuple[Path, ...]:
    """Return where the policy of a machine may lie; the first that exists counts.

    That is ``DESKBOOK_POLICY`` alone, or the file that IT puts into the platform's folder, then the one that
    a shop's own build carries.
    """
    chosen = os.environ.get("DESKBOOK_POLICY")
    if chosen:
        return (Path(chosen),)
    folder = Path(platformdirs.site_config_dir("deskbook", appauthor=False))
    return (folder / "policy.json", carried_file("policy.json"))


def machine_policy(folder: Path) -> tuple[PinFiles, Policy]:
    """Return the pinned keys of a home and the machine's policy.

    A damaged policy fixes nothing, and whoever installs a pack is told of it.
    """
    pins = PinFiles(policy_files(), folder / "trusted_keys")
    try:
        return pins, pins.policy()
    except PolicyError:
        return pins, Policy()


def preferences_of(folder: Path, policy: Policy) -> Preferences:
    """Return what the user of a home may choose, as far as a policy leaves it free."""
    return Preferences(SettingsFile(folder / "settings.json"), policy.settings)
