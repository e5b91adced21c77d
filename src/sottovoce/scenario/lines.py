"""YAML text -> plain data, with the line of every path, so that a problem can say where it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sottovoce.errors import ScenarioError

DEEPEST = 12  # levels of nesting; a scenario has five


class Text(NamedTuple):
    """What a YAML text says."""

    data: Any
    lines: dict[str, int]  # dotted path -> line, from 1
    problems: list[str]  # names given twice, values that mean nothing here; each with its line

    def line(self, path: str, *others: str) -> int:
        """Line of `path`, or of the nearest place above it; else of the first of the others that is here."""
        for place in (path, *others):
            while place:
                if place in self.lines:
                    return self.lines[place]
                place = place.rpartition(".")[0]
        return self.lines.get("", 1)


def parse(text: str, where: str) -> Text:
    """Data of a YAML text, and every problem of its form. `where` names it in problems. Raises ScenarioError.

    Only the plain core of YAML is read: maps with text for names, lists, numbers, text, true, false, null.
    """
    found = read_text(text, where)
    if found.problems:
        raise ScenarioError(found.problems)
    return found


def read_text(text: str, where: str) -> Text:
    """As `parse`, but returns the problems that leave the rest readable, to be reported with all others."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f":{mark.line + 1}"
        what = " ".join(str(error.problem or error.context or "not YAML").split())
        raise ScenarioError(
            [f"{where}{line} not readable as YAML: {what}. Mend this line, or the one above it."]
        ) from None
    except YAMLError as error:
        what = " ".join(str(error).split())[:120]
        raise ScenarioError([f"{where} not readable as YAML: {what}. Write plain text in UTF-8."]) from None
    walk = _Walk(where)
    return Text(None if node is None else walk.value(node, "", 0), walk.lines, walk.problems)


class _Walk:
    def __init__(self, where: str):
        self.where, self.lines, self.problems = where, {}, []

    def value(self, node: Node, path: str, depth: int) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if depth > DEEPEST:
            self.complain(node, path, "nested too deeply, or in itself. Write it out flat.")
            return None
        if isinstance(node, MappingNode):
            return self.table(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.value(inner, _below(path, str(i)), depth + 1) for i, inner in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.scalar(node, path)

    def table(self, node: MappingNode, path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, inner in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else "?"
            below, line = _below(path, name), key.start_mark.line + 1
            if name in found:
                first = self.lines[below]
                self.complain(key, below, f"given twice, first on line {first}. Keep one of the two.")
                continue
            self.lines[below] = line
            found[name] = self.value(inner, below, depth + 1)
        return found

    def scalar(self, node: ScalarNode, path: str) -> Any:
        text, tag = node.value, str(node.tag).rsplit(":", 1)[-1]
        try:
            match tag:
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    return int(
                        text.replace("_", ""), 0 if text.lstrip("+-")[:2].lower() in ("0x", "0o") else 10
                    )
                case "float":
                    bare = text.replace("_", "").lower()
                    return float(bare.replace(".inf", "inf").replace(".nan", "nan"))
                case "str" | "timestamp":
                    return text
        except ValueError:
            pass
        self.complain(
            node, path, f"{text[:40]} is no plain value. Write a number, text, true, false or null."
        )
        return None

    def complain(self, node: Node, path: str, what: str) -> None:
        self.problems.append(f"{self.where}:{node.start_mark.line + 1} {path}: {what}")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
