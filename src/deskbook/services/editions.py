"""Which releases publishing a cycle makes, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deskbook.model.cycle import Change
from deskbook.model.register import Register
from deskbook.model.revision import Release, Revision
from deskbook.ports import UnitOfWork
from deskbook.revision.impact import Texts
from deskbook.services.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Edition:
    """The handbook as it would be from a day on: entry id -> revision number.

    :param before: the same without the changes of the cycle.
    :param renews: the scheduled release that this one takes the place of; None for the cycle's own.
    """

    effective: date
    before: Mapping[str, int]
    items: Mapping[str, int]
    renews: Release | None = None


def editions(work: UnitOfWork, effective: date, changes: Iterable[Change]) -> tuple[Edition, ...]:
    """Return what publishing ``changes`` for a day would make, ascending by day.

    The first builds on what is in force on that day. The release with the highest number wins, so releases
    scheduled for later days would be overruled: each is made again with the changes in it. The last edition
    is what is accepted from then on.
    """
    changed = {change.entry_id: change.head for change in changes if change.head is not None}
    base = work.releases.in_force(effective)
    before = work.entries.numbers() if base is None else work.releases.items(base.number)
    made = [Edition(effective, before, {**before, **changed})]
    later = {release.effective for release in work.releases.all() if release.effective > effective}
    for day in sorted(later):
        scheduled = work.releases.in_force(day)
        if scheduled is None or scheduled.effective != day:  # overruled by another one already
            continue
        before = work.releases.items(scheduled.number)
        made.append(Edition(day, before, {**before, **changed}, scheduled))
    return tuple(made)


def revisions(
    work: UnitOfWork, items: Mapping[str, int], known: Mapping[str, Revision] | None = None
) -> dict[str, Revision]:
    """Return the revisions of a map entry id -> revision number, by ascending entry id.

    :param known: revisions that were read already, by entry id; they are not read again.
    """
    found = {i: revision for i, revision in (known or {}).items() if items.get(i) == revision.number}
    for stored in work.entries.many(items.keys() - found.keys()):
        if stored.head.number == items[stored.id]:
            found[stored.id] = stored.head
    for entry_id in items.keys() - found.keys():
        found[entry_id] = work.entries.revision(entry_id, items[entry_id])
    return dict(sorted(found.items()))


def before_and_after(
    handbook: Handbook, work: UnitOfWork, before: Mapping[str, int], after: Mapping[str, int]
) -> tuple[Texts, Texts]:
    """Return two handbooks, given as maps entry id -> revision number; what they share is parsed once."""
    now = revisions(work, after)
    shop, laws, entries = handbook.parsed(now.values())
    shared = {entry_id for entry_id, number in after.items() if before.get(entry_id) == number}
    then = revisions(work, before, now)
    to_parse = (r for i, r in then.items() if i not in shared or i in set(Register))
    old_shop, old_laws, old = handbook.parsed(to_parse)
    kept = {entry_id: entry for entry_id, entry in entries.items() if entry_id in shared}
    return Texts({**kept, **old}, old_shop, old_laws), Texts(entries, shop, laws)
