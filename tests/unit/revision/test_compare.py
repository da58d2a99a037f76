"""What became of the handbook between two releases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskbook.revision.compare import Comparison, compare

releases = st.dictionaries(st.sampled_from(["faq-a", "faq-b", "sop-c", "laws"]), st.integers(1, 4))


def test_groups() -> None:
    old = {"faq-edited": 1, "faq-same": 1, "faq-gone": 1, "faq-archived": 1, "faq-back": 2, "faq-still": 1}
    new = {"faq-edited": 2, "faq-same": 1, "faq-new": 1, "faq-archived": 2, "faq-back": 3, "faq-still": 2}
    archived = {("faq-archived", 2), ("faq-back", 2), ("faq-still", 1), ("faq-still", 2)}
    assert compare(old, new, lambda entry_id, number: (entry_id, number) in archived) == Comparison(
        added=("faq-back", "faq-new"),
        edited=("faq-edited",),
        retired=("faq-archived", "faq-gone"),
        unchanged=("faq-same", "faq-still"),
    )


@given(releases, releases, st.sets(st.integers(1, 4)))
def test_every_entry_is_in_one_group_and_the_way_back_is_the_mirror_image(
    old: dict[str, int], new: dict[str, int], archived: set[int]
) -> None:
    def is_archived(_entry_id: str, number: int) -> bool:
        return number in archived

    there, back = compare(old, new, is_archived), compare(new, old, is_archived)
    told = [*there.added, *there.edited, *there.retired, *there.unchanged]
    assert sorted(told) == sorted(old.keys() | new.keys())
    assert (there.added, there.edited, there.retired, there.unchanged) == (
        back.retired,
        back.edited,
        back.added,
        back.unchanged,
    )
