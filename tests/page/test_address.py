"""The address of what is seen: whatever can be written comes back as it was; what cannot is left out, and nothing throws."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAME = st.from_regex(r"[a-z][a-z0-9-]{0,31}", fullmatch=True)
SAFE = st.lists(
    st.from_regex(r"[a-z][a-z0-9-]{0,31}(@[0-9]{1,6})?", fullmatch=True), min_size=1, max_size=6
).map("+".join)
WHOLE = st.integers(0, 10**15 - 1)
MOVED = st.fixed_dictionaries({
    "key": NAME,
    "value": st.one_of(
        st.booleans(), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6, allow_nan=False).filter(lambda v: str(v) != "-0.0"),
        NAME.filter(lambda name: name not in ("yes", "no")),
    ),
    "day": st.integers(0, 999_999),
})  # fmt: skip
ADDRESS = st.fixed_dictionaries(
    {},
    optional={
        "scenario": NAME, "n": WHOLE, "seed": WHOLE, "day": WHOLE, "step": WHOLE, "sel": WHOLE, "guess": WHOLE, "B": SAFE,
        "view": st.sampled_from(["story", "lab", "year", "claims", "teach", "handout"]), "A": st.lists(MOVED, min_size=1, max_size=5),
    },
)  # fmt: skip
AT_ONCE = 25  # addresses in one call into the browser


def ask(page: Any, expression: str, given_: list[Any]) -> list[Any]:
    """An expression of `a` in the browser for each of these."""
    return page.tab.evaluate(
        f"(all) => all.map((a) => {{ const s = window.sottovoce; return {expression}; }})", given_
    )


@pytest.mark.slow
def test_addresses_survive_the_round_trip(page) -> None:
    """decode(encode(a)) is a, and encode(decode(encode(a))) is encode(a), for hundreds of addresses."""
    page.open()

    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(st.lists(ADDRESS, min_size=AT_ONCE, max_size=AT_ONCE))
    def holds(made: list[dict[str, Any]]) -> None:
        assert ask(page, "s.decode(s.encode(a))", made) == made
        texts = ask(page, "s.encode(a)", made)
        assert ask(page, "s.encode(s.decode(a))", texts) == texts
        assert all(text.startswith("#v1") and not set(text) & set(' "<>') for text in texts)

    holds()


@pytest.mark.slow
def test_noise_in_an_address_is_left_out(page) -> None:
    """Unknown names and values that make no sense; any text at all gives an address that can be written again."""
    page.open()
    noise = ["", "#", "#v2;n=1", "#v1;n=-1;seed=x;A=a:b;sel=1e9", "#v1;=;;;A=;B=<script>", "#v1;day=12;what=ever", "#v1;B=a++b",
             "#v1;B=expiry@3+private-scores"]  # fmt: skip
    found = ask(page, "s.decode(a)", noise)
    assert found == [{}, {}, {}, {}, {}, {"day": 12}, {}, {"B": "expiry@3+private-scores"}]

    @settings(
        max_examples=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(st.lists(st.text(max_size=60).map(lambda text: f"#v1;{text}"), min_size=AT_ONCE, max_size=AT_ONCE))
    def holds(texts: list[str]) -> None:
        once = ask(page, "s.decode(a)", texts)
        assert ask(page, "s.decode(s.encode(a))", once) == once

    holds()
