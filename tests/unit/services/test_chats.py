"""Values stay with the customer they were filled in for, whatever is done."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from deskbook.services.chats import MOST, Chat, Chats

values = st.dictionaries(st.sampled_from(["订单号", "金额", "称呼"]), st.sampled_from(["", " ", "1", "二"]))
Deed = Callable[[Chats], Chats]
deeds: st.SearchStrategy[Deed] = st.one_of(
    values.map(lambda given: lambda chats: chats.remember(given)),
    st.just(lambda chats: chats.begin()),
    st.just(lambda chats: chats.end()),
    st.integers(-2, 2).map(lambda steps: lambda chats: chats.step(steps)),
    st.integers(0, MOST + 1).map(lambda number: lambda chats: chats.go(number)),
)


def filled(count: int) -> Chats:
    """Return so many chats, the last one begun being the current one."""
    chats = Chats()
    for number in range(1, count + 1):
        chats = chats.begin().remember({"订单号": str(number)})
    return chats


@given(st.lists(deeds, max_size=60))
def test_another_chats_values_never_change(done: list[Deed]) -> None:
    chats = Chats()
    for deed in done:
        before, chats = chats, deed(chats)
        numbers = [chat.number for chat in chats.numbered]
        assert numbers == sorted(set(numbers))
        assert set(numbers) <= set(range(1, MOST + 1))
        known = {chat.number: chat for chat in before.recent}
        assert all(known.get(chat.number) == chat for chat in chats.recent[1:])
        assert all(chat.values for chat in chats.recent[1:])
        assert all(value.strip() for chat in chats.recent for value in chat.values.values())


def test_a_new_chat_knows_nothing_and_the_old_one_keeps_what_it_knew() -> None:
    chats = Chats().remember({"订单号": " 1234 ", "金额": "50"})
    assert chats.current.values == {"订单号": "1234", "金额": "50"}
    chats = chats.begin()
    assert chats.current == Chat(2)
    assert chats.begin() is chats
    assert chats.step(1).current.values == {"订单号": "1234", "金额": "50"}


def test_an_emptied_value_is_forgotten() -> None:
    chats = Chats().remember({"订单号": "1", "金额": "50"}).remember({"金额": " "})
    assert chats.current.values == {"订单号": "1"}


def test_numbers_stay_and_those_that_ended_are_given_again() -> None:
    chats = filled(3).go(2).end()
    assert [chat.number for chat in chats.numbered] == [1, 3]
    assert chats.current.number == 3
    assert chats.begin().current.number == 2


def test_the_chat_used_longest_ago_makes_way() -> None:
    chats = filled(MOST).go(1).begin()
    assert len(chats.recent) == MOST
    assert chats.current == Chat(2)
    assert chats.go(1).current.values == {"订单号": "1"}


def test_an_empty_chat_that_is_left_is_none() -> None:
    chats = filled(2).begin().go(1)
    assert [chat.number for chat in chats.numbered] == [1, 2]


def test_stepping_goes_round_by_number() -> None:
    chats = filled(3)
    assert [(chats := chats.step(1)).current.number for _ in range(4)] == [1, 2, 3, 1]
    assert chats.step(-1).current.number == 3


def test_the_last_chat_ends_in_a_new_one() -> None:
    assert filled(1).end() == Chats()


def test_values_are_not_shown_by_accident() -> None:
    assert "SF123" not in repr(Chats().remember({"运单号": "SF123"}))
