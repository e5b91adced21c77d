"""What Hypothesis may put into a scenario: made from what the scenario itself declares of each place, and refused by it alone.

`values` knows bounds, choices and lengths from `describe`. Whether values fit one another only the scenario knows: `fitting`
asks it, and takes back what its refusal names. A check that is added is followed without a change here, as long as its line
names all that it depends on.
"""

from typing import Any

from hypothesis import strategies as st

from sottovoce.errors import ScenarioError
from sottovoce.scenario.consistent import depends
from sottovoce.scenario.fields import Info, describe, laws
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, leaves, with_values


def places(scenario: Scenario) -> list[str]:
    """Every path that can be changed by itself: all values, a distribution as one."""
    found = {}
    for path in leaves(scenario):
        above = path.rpartition(".")[0]
        found[above if above and describe(above).kind == "distribution" else path] = None
    alone = [path for path in found if describe(path).kind not in ("list", "table")]
    return [path for path in alone if ".shares." not in path]  # of topics: they add up, so none changes alone


def values(info: Info, now: Any = None) -> st.SearchStrategy[Any]:
    """Whatever one place allows, up to its very bounds; often from the range to sweep or near what stands there `now`, since
    that mostly fits the rest.
    """
    some = st.none() if info.null else st.nothing()
    match info.kind:
        case "number" | "whole number":
            near = _near(info, now)
            return some | near | near | _number(info)
        case "switch":
            return some | st.booleans()
        case "choice":
            return some | st.sampled_from(info.choices)
        case "choices":
            return some | st.lists(st.sampled_from(info.choices), max_size=info.lengths[1], unique=True)
        case "numbers":  # bounds of single numbers are not declared: those that stand there, and between them
            known = st.sampled_from(now) | st.floats(min(now), max(now))
            least, most = info.lengths
            return some | st.sets(known, min_size=least or 0, max_size=most).map(sorted)
        case "text":
            return some | (st.from_regex(info.pattern, fullmatch=True) if info.pattern else st.text())
        case "distribution":
            return some | _near(info, now) | st.one_of([_law(info.path, law) for law in laws()])
        case _:
            raise TypeError(f"{info.path}: no strategy for a {info.kind}")


@st.composite
def changes(draw: st.DrawFn, scenario: Scenario) -> dict[str, Any]:
    """Up to a dozen values by path that this scenario takes."""
    return fitting(scenario, draw(drawn(scenario)))


def drawn(scenario: Scenario) -> st.SearchStrategy[dict[str, Any]]:
    """Up to a dozen values by path, each allowed in its place."""
    paths = st.lists(st.sampled_from(places(scenario)), max_size=12, unique=True)
    return paths.flatmap(
        lambda some: st.fixed_dictionaries(
            {path: values(describe(path), get(scenario, path)) for path in some}
        )
    )


def fitting(scenario: Scenario, change: dict[str, Any]) -> dict[str, Any]:
    """As much of a change as the scenario takes: without the value that a refusal is about, else without all that it names."""
    try:
        with_values(scenario, change)
        return change
    except ScenarioError as error:
        line = error.problems[0]
    own = line.split(": ", 1)[0]
    about = {own} & change.keys() or {path for path in change if depends(line, path)}
    assert about, f"refused, and none of the values that were changed is named: {change}: {line}"
    return fitting(scenario, {path: value for path, value in change.items() if path not in about})


def _number(info: Info) -> st.SearchStrategy[Any]:
    low = info.low if info.above is None else info.above
    high = info.high if info.below is None else info.below
    if info.kind == "whole number":
        return st.integers(low, high - 1 if info.below is not None else high)
    return st.floats(
        low, high, exclude_min=info.above is not None, exclude_max=info.below is not None, allow_nan=False
    )


def _near(info: Info, now: Any) -> st.SearchStrategy[Any]:
    """Numbers of the range to sweep; where none is declared, up to a fifth from what stands there now."""
    match info.assumed or now:
        case (float() | int() as low, float() | int() as high):
            pass
        case float() | int() as number if not isinstance(number, bool):
            low, high = sorted((0.8 * number, 1.2 * number))
        case _:
            return st.nothing()
    return st.integers(int(low), int(high)) if info.kind == "whole number" else st.floats(low, high)


def _law(path: str, law: str) -> st.SearchStrategy[dict[str, Any]]:
    inside = {name: describe(f"{path}.{name}", law) for name in laws()[law] if name != "law"}
    return st.fixed_dictionaries(
        {"law": st.just(law)} | {name: values(info) for name, info in inside.items()}
    )
