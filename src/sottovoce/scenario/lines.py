"""YAML text -> plain data, with the line of every path, so that a problem can say where it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sottovoce.errors import ScenarioError

DEEPEST = 12  # levels of nesting; a scenario has five
LONGEST = 1_000_000  # characters of a text; a whole scenario with its comments has some 60,000
MANY = 20_000  # names and values of a text, those that stand for others counted again; a whole scenario has some 2,000
DIGITS = 300  # of a whole number
NAME = 200  # characters of a name; the longest path has 50


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
    if len(text) > LONGEST:
        raise ScenarioError([
            f"{where}: {len(text):,} characters given; allowed {LONGEST:,}. A scenario is a page or two of YAML: give that file."
        ])  # fmt: skip
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    try:
        node = yaml.compose(text)
    except _TooMuch as much:
        raise ScenarioError([f"{where}:{much.line} {much}"]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f":{mark.line + 1}"
        what = " ".join(str(error.problem or error.context or "not YAML").split())
        raise ScenarioError(
            [f"{where}{line} not readable as YAML: {what}. Mend this line, or the one above it."]
        ) from None
    except Exception as error:  # the parser trips over some texts (%YAML 1.3) in ways of its own
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise ScenarioError([f"{where} not readable as YAML: {what}. Write plain text in UTF-8."]) from None
    walk = _Walk(where)
    try:
        return Text(None if node is None else walk.value(node, "", 0), walk.lines, walk.problems)
    except _TooMuch as much:
        raise ScenarioError([f"{where}:{much.line} {much}"]) from None


class _TooMuch(Exception):
    """More than any scenario says; `line` is where it became too much."""

    def __init__(self, line: int, what: str):
        super().__init__(what)
        self.line = line


class _Composer(Composer):
    """Nodes of a text, until they are too many or too deep for the recursion that makes them."""

    nodes = level = 0

    def __init__(self, loader: Any = None):
        super().__init__(loader)
        self.warn_double_anchors = False  # the later one counts, as YAML has it

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.nodes, self.level = self.nodes + 1, self.level + 1
        if self.nodes > MANY or self.level > 2 * DEEPEST:
            line = self.parser.peek_event().start_mark.line + 1
            raise (
                _many(line) if self.nodes > MANY else _TooMuch(line, "nested too deeply. Write it out flat.")
            )
        node = super().compose_node(parent, index)
        self.level -= 1
        return node


def _many(line: int) -> _TooMuch:
    return _TooMuch(
        line, f"more than {MANY:,} names and values, counting what *names stand for. Leave most of them out."
    )


class _Walk:
    def __init__(self, where: str):
        self.where, self.lines, self.problems, self.nodes = where, {}, [], 0

    def value(self, node: Node, path: str, depth: int) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        self.nodes += 1
        if self.nodes > MANY:
            raise _many(node.start_mark.line + 1)
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
            line = key.start_mark.line + 1
            if len(name) > NAME or halves(name):
                self.complain(key, path or "a name", f"{_unfit(name)} given. Choose a name of the scenario.")
                continue
            below = _below(path, name)
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
                    base = 0 if text.lstrip("+-")[:2].lower() in ("0x", "0o") else 10
                    found = int(text.replace("_", "")[:DIGITS], base)
                    if len(text) < DIGITS:
                        return found
                case "float":
                    bare = text.replace("_", "").lower()
                    return float(bare.replace(".inf", "inf").replace(".nan", "nan"))
                case "str" | "timestamp":
                    if not halves(text):
                        return text
                    self.complain(
                        node, path, f"{_unfit(text)} given. Write the whole character, or leave it out."
                    )
                    return ""
        except ValueError:
            pass
        self.complain(
            node, path, f"{text[:40]} is no plain value. Write a number, text, true, false or null."
        )
        return None

    def complain(self, node: Node, path: str, what: str) -> None:
        self.problems.append(f"{self.where}:{node.start_mark.line + 1} {path or self.where}: {what}")


def halves(text: str) -> bool:
    """Whether a text holds halves of characters (surrogates), which cannot be written to a file."""
    return any("\ud800" <= one <= "\udfff" for one in text)


def _unfit(text: str) -> str:
    return (
        f"a name of {len(text):,} characters"
        if len(text) > NAME
        else "half of a character (\\ud800 to \\udfff)"
    )


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
