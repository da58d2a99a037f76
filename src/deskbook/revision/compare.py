"""What became of the handbook between two releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Entry ids by what became of them, each group in ascending order.

    An entry counts as there while it is not archived: ``added`` has those taken back from the archive, too.
    """

    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


def compare(
    old: Mapping[str, int], new: Mapping[str, int], archived: Callable[[str, int], bool]
) -> Comparison:
    """Compare two releases, each as entry id -> revision number.

    :param archived: whether a revision of an entry has the status "archived"; asked only where the releases
        differ.
    """
    groups: dict[str, list[str]] = {"added": [], "edited": [], "retired": [], "unchanged": []}
    for entry_id in sorted(old.keys() | new.keys()):
        before, after = old.get(entry_id), new.get(entry_id)
        if before == after:
            groups["unchanged"].append(entry_id)
            continue
        was = before is not None and not archived(entry_id, before)
        remains = after is not None and not archived(entry_id, after)
        name = {
            (True, True): "edited",
            (False, True): "added",
            (True, False): "retired",
            (False, False): "unchanged",
        }[was, remains]
        groups[name].append(entry_id)
    return Comparison(**{name: tuple(ids) for name, ids in groups.items()})
