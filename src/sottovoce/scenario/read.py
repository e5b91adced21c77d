"""Scenario files: YAML in, YAML out, and every problem of a file at once, each with its line."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.consistent import depends, named
from sottovoce.scenario.fields import element, members, places
from sottovoce.scenario.lines import LONGEST, read_text
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import located, merged, plain, same, validated
from sottovoce.scenario.texts import given

Data = dict[str, Any]
Asked = Scenario | str | Path | Mapping[str, Any]  # what a caller in Python may give for a scenario


def read(path_or_name: Asked) -> Scenario:
    """The scenario of a file (``press.yaml``) or preset (``press-2015``; ``press-2015@0.1``: with what it assumed in version 0.1), or of a dict as a file
    would hold it. Raises ScenarioError."""
    if not isinstance(path_or_name, str | Path):
        return scenario_of(path_or_name)
    text = str(path_or_name)
    if isinstance(path_or_name, Path) or text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text:
        return _of_file(text)
    if text in presets():
        return _preset(text)
    if is_file(text):
        return _of_file(text)
    if text.partition("@")[0] in presets():
        return _earlier(*text.partition("@")[::2])
    hint = nearest(text, presets())
    raise ScenarioError([f"{text}: neither a preset nor a file.{hint} Presets: `sottovoce scenarios`."])


def scenario_of(asked: Asked) -> Scenario:
    """What a caller in Python means by a scenario: a Scenario, a preset's name, a file, or a dict as a file would hold it. Raises ScenarioError."""
    if isinstance(asked, Scenario):
        return asked
    if isinstance(asked, str | Path):
        try:
            return read(asked)
        except ScenarioError as error:
            problems = [line.replace("`sottovoce scenarios`", "sv.presets()") for line in error.problems]
            raise ScenarioError(problems, error.more) from None
    if isinstance(asked, Mapping):
        return _merged_in(plain(asked), [], str)
    raise ScenarioError([
        f"scenario: {given(asked)} given; allowed a Scenario, the name of a preset, the path of a file, or a dict of names with values as "
        'a file has them. Write it like sv.run("press-2015").'
    ])  # fmt: skip


def _of_file(name: str) -> Scenario:
    """The scenario of a file; the file of ties that it names lies beside it, unless its path begins at the root."""
    return located(reads(_text_of(name), name), Path(name).parent)


def reads(text: str, where: str = "scenario") -> Scenario:
    """The scenario that a YAML text describes; `where` names the text in problems.

    What the text leaves out is as in its `base` (a preset), or as in the model. Maps are merged, lists and
    distributions with a `law` replaced. Raises ScenarioError with every problem.
    """
    parsed = read_text(text, where)
    if not isinstance(parsed.data, dict):
        raise ScenarioError(
            [f"{where}: no scenario in it; allowed names with values. Start one with `sottovoce new`."]
        )

    def placed(line: str) -> str:
        return f"{where}:{parsed.line(line.split(': ', 1)[0], *named(line))} {line}"

    return _merged_in(parsed.data, list(parsed.problems), placed)


def _merged_in(asked: Data, problems: list[str], placed: Callable[[str], str]) -> Scenario:
    """The scenario of plain data, put into its `base` or the model's defaults. `placed`: a problem with where it stands."""

    def tell(lines: list[str]) -> None:
        problems.extend(map(placed, lines))

    start = default_data()
    if "base" in asked:
        base = asked.pop("base")
        name, at, version = base.partition("@") if isinstance(base, str) else ("", "", "")
        if name in presets():
            try:
                start = plain(_earlier(name, version) if at else _preset(name))
            except ScenarioError as error:
                tell([f"base: {line}" for line in error.problems])
        else:
            tell([f"base: {base} given; allowed a preset.{nearest(str(base), presets())}"])
    for name in ("name", "label"):  # a base does not name what is made of it
        start.pop(name, None)
    whole = merged(start, asked)
    own = asked.get("sources")
    if isinstance(own, dict) or own is None:  # a source speaks of one value: where that changed, it goes
        whole["sources"] = {
            path: source for path, source in start["sources"].items() if same(start, whole, path)
        } | (own or {})
    more = 0
    try:
        scenario = validated(whole, Scenario)
    except ScenarioError as error:
        more = error.more
        tell([_nested(line) for line in error.problems])
        if not more:
            tell(_further(whole | {"sources": own or {}}, error.problems))
    else:
        if not problems:
            return scenario
    raise ScenarioError(sorted(set(problems), key=_place), more)


def dump(scenario: Scenario, full: bool = False) -> str:
    """YAML of a scenario: what differs from the model's defaults, or everything. ``reads(dump(s)) == s``."""
    data = plain(scenario)
    if not full:
        data: Data = _differing(data, default_data()) | {"name": scenario.name, "label": scenario.label}
        data = {name: data[name] for name in Scenario.model_fields if name in data}  # in the model's order
        for name in ("topics", "tiers", "dates"):
            if name in data:
                data[name] = [_sparse(entry, name) for entry in data[name]]
    out = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.width = 100
    yaml.Representer = _Writer
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[attr-defined]
    yaml.allow_unicode = True
    yaml.dump(data, out)
    return out.getvalue()


def schema() -> Data:
    """JSON Schema of scenario files, for editors that complete and check YAML."""
    found = Scenario.model_json_schema()
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "Sottovoce scenario"
    found["properties"]["base"] = {"enum": list(presets()), "description": "preset to start from"}
    for definition in found["$defs"].values():
        for place in definition.get("properties", {}).values():
            if "discriminator" in place:  # a bare number stands for a constant
                del place["discriminator"]
                place["anyOf"] = [{"type": "number"}, {"oneOf": place.pop("oneOf")}]
    return found


@functools.cache
def presets() -> tuple[str, ...]:
    """Names of the scenarios that come with the program, in order."""
    folder = resources.files("sottovoce.scenario") / "presets"
    return tuple(
        sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    )


def default_data() -> Data:
    """The model's own defaults as plain data, without name and label."""
    data = plain(Scenario.model_validate({"name": "x", "label": "x"}))
    return {name: value for name, value in data.items() if name not in ("name", "label")}


@functools.cache
def _preset(name: str) -> Scenario:
    file = resources.files("sottovoce.scenario") / "presets" / f"{name}.yaml"
    return reads(file.read_text(encoding="utf-8"), f"{name}.yaml")


@functools.cache
def _earlier(name: str, version: str) -> Scenario:
    """A preset with what it assumed in an earlier version."""
    folder = resources.files("sottovoce.scenario") / "earlier"
    known = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir())
    if version not in known:
        raise ScenarioError(
            [
                f"{name}@{version}: {version or 'nothing'} given for a version; allowed {', '.join(known)}. Write {name}@{known[-1]}, or {name} for today's values."
            ]
        )
    changes = read_text((folder / f"{version}.yaml").read_text(encoding="utf-8"), f"{version}.yaml").data
    label = f"{_preset(name).label}, with what version {version} assumed"
    return _merged_in({"base": name, "name": name, "label": label} | plain(changes.get(name, {})), [], str)


class _Writer(SafeRepresenter):
    """Quotes what ruamel.yaml writes plainly and cannot read again: "?a" and ":a" inside braces, and the line break U+0085."""

    def text(self, data: str) -> ScalarNode:
        odd = data.startswith(("?", ":")) or "\x85" in data
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"' if odd else None)


_Writer.add_representer(str, _Writer.text)


def is_file(name: str) -> bool:
    """Whether a path leads to a file; a path that no system allows leads nowhere."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _text_of(name: str) -> str:
    path = Path(name)
    try:
        with path.open("rb") as file:
            content = file.read(4 * LONGEST + 1)  # a file without an end is not waited for
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError([f"{path}: not text in UTF-8. Save it as UTF-8."]) from None
    except FileNotFoundError:
        others = [entry.name for entry in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
        hint = nearest(path.name, others) if others else ""
        raise ScenarioError([f"{path}: no such file.{hint}"]) from None
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
        raise ScenarioError([f"{path}: cannot be read ({why}). Give a scenario file."]) from None


def _differing(data: Data, default: Data) -> Data:
    found = {}
    for name, value in data.items():
        if name in default and value == default[name]:
            continue
        before = default.get(name)
        nested = (
            isinstance(value, dict) and isinstance(before, dict) and "law" not in value and name != "sources"
        )
        found[name] = _differing(value, before) if nested else value  # type: ignore[arg-type]
    return found


def _sparse(entry: Data, of: str) -> Data:
    """An entry of a list without the values that its fields have anyway."""
    fields = members(element(Scenario.model_fields[of].annotation)) or {}
    return {
        name: value
        for name, value in entry.items()
        if fields[name].is_required() or value != fields[name].default
    }


def _nested(line: str) -> str:
    """A dotted name at the top of a file is right as a path, and wrong as a name."""
    path = line.split(": ", 1)[0]
    if "unknown name" in line and path in places() and "." in path:
        section, name = path.rsplit(".", 1)
        return f'{path}: a name with a dot. Write "{name}" indented below "{section}".'
    return line


def _further(merged: Data, problems: list[str]) -> list[str]:
    """Problems of values that do not fit one another, which come to light once each value is right by itself.

    The values that are wrong already stand at their defaults here, so a line that depends on one is left out.
    """
    wrong = [line.split(": ", 1)[0] for line in problems]
    mended = {name: value for name, value in merged.items() if name in Scenario.model_fields}
    default = default_data() | {"name": "x", "label": "x"}
    for path in wrong:
        section, _, rest = path.partition(".")
        if section not in default:
            continue
        if not rest or not isinstance(mended.get(section), dict) or section == "sources":
            mended[section] = default[section]
            continue
        mended[section] = _without(mended[section], default[section], rest.split("."))
    try:
        validated(mended, Scenario)
    except ScenarioError as error:
        told = [line.split(": ", 1)[0] for line in problems if "unknown name" not in line]
        return [line for line in error.problems if not any(depends(line, path) for path in told)]
    return []


def _without(data: Data, default: Any, names: list[str]) -> Data:
    name, *rest = names
    before = default.get(name) if isinstance(default, dict) else None
    copy = dict(data)
    if rest and isinstance(copy.get(name), dict) and isinstance(before, dict) and "law" not in copy[name]:
        copy[name] = _without(copy[name], before, rest)
    elif before is None and name not in (default or {}):
        copy.pop(name, None)
    else:
        copy[name] = before
    return copy


def _place(line: str) -> tuple[int, str]:
    found = re.search(r":(\d+) ", line)
    return (int(found.group(1)) if found else 0, line)
