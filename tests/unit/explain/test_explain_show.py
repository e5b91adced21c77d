"""What is printed adds up, digit by digit."""

from hypothesis import given
from hypothesis import strategies as st

from sottovoce.explain.person import count, listed, sentence
from sottovoce.explain.show import adding_up


@given(st.lists(st.one_of(st.none(), st.floats(-1e4, 1e4)), max_size=30), st.integers(2, 4))
def test_printed_parts_add_up_to_the_printed_total(parts, digits):
    *told, total = adding_up(parts, digits)
    unit = 10**digits
    assert sum(round(float(text) * unit) for text in told if text) == round(float(total) * unit)
    for text, part in zip(told, parts, strict=True):
        assert (text == "") == (part is None)
        assert part is None or abs(float(text) - part) <= 1.001 / unit


def test_the_start_has_no_sign_and_no_zero_is_negative():
    assert adding_up([600.0, -0.0001, None, 2.5], 2) == ["600.00", "+0.00", "", "+2.50", "602.50"]


def test_words():
    assert [count(1, "friend"), count(1200, "day")] == ["1 friend", "1,200 days"]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert sentence("they left") == "They left."
