"""Entries of a pack as YAML text, and how one is added to an author's file without touching the rest of it."""

import re
from collections.abc import Mapping
from typing import Any

from hipexpert.engine import Problem
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.yaml_text import yaml_text

WIDTH = 120
_BREAK = re.compile("(?<=\n)|(?<=\r)(?!\n)|(?<=[\x85\u2028\u2029])")  # what ends a line in YAML 1.1


def flow_text(value: object) -> str:
    """Plain data as YAML on one line; mappings and lists in braces and brackets."""
    text = yaml_text(value, default_flow_style=True, width=float("inf"), sort_keys=False, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...")


def entry_text(entry: Mapping[str, object], comments: Mapping[str, str] | None = None) -> str:
    """An entry as an item of a YAML list, a line or more for each key; ``comments`` stand behind keys."""
    lines: list[str] = []
    for key, value in entry.items():
        first, *rest = _lines(key, value)
        comment = (comments or {}).get(key)
        lines += [f"{first}  # {comment}" if comment else first, *rest]
    return "".join(f"{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _lines(key: str, value: object) -> list[str]:
    line = f"{key}: {flow_text(value)}"
    listed = isinstance(value, list) and any(isinstance(each, Mapping) for each in value)
    if len(line) <= WIDTH and not listed:
        return [line]
    if isinstance(value, Mapping):
        return [f"{key}:", *(f"  {each}" for name, part in value.items() for each in _lines(name, part))]
    if listed and isinstance(value, list):
        return [f"{key}:", *(f"- {flow_text(each)}" for each in value)]
    return [line]


def with_entry(content: bytes, name: str, key: str, entry: str) -> bytes:
    """The content of a file with an entry (from :func:`entry_text`, or written so) added to the end of the list under ``key``.

    Every other character stays: comments, order, indentation, line ends. An empty file gets the list. Raises
    :class:`hipexpert.ReadingError` when the file cannot be read, or has a form to which nothing can be added safely.
    """
    before = reading.parse(content, name) if content.strip() else reading.Text(name, None)
    added = reading.parse(f"{key}:\n{entry}".encode(), name).data[key]
    text = content.decode("utf-8-sig")
    mark = content[: len(content) - len(text.encode())].decode()  # a byte order mark, if there is one
    if isinstance(before.data, dict) and key in before.data:
        changed = _inserted(text, key, entry, flow_text(added[0]))
    else:
        changed = f"{text}{_missing_break(text)}{key}:\n{entry}"
    result = (mark + changed).encode()
    # INVARIANT: the file says what it said before, and one thing more at the end of the list.
    try:
        after = reading.parse(result, name).data
    except reading.ReadingError:
        after = None
    old = before.data if isinstance(before.data, dict) else {}
    if before.data not in (None, old) or after != {**old, key: [*(old.get(key) or []), *added]}:
        help_text = f"write `{key}:` as a plain list, or name another file"
        raise reading.ReadingError([Problem("cannot-add", f"nothing can be added to the list `{key}` of this file", name, help_text)])
    return result


def _inserted(text: str, key: str, entry: str, flow: str) -> str:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root: Any = yaml.compose(text, loader)
    sequence: Any = next(value for name, value in root.value if name.value == key)
    lines = [line for line in _BREAK.split(text) if line]
    if not isinstance(sequence, yaml.SequenceNode):
        return text
    if sequence.flow_style:
        return _in_flow(lines, sequence, entry, flow)
    column = sequence.start_mark.column
    end = _after(lines, sequence, column)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    spaced = len(sequence.value) > 1 and any(
        not line.strip() for line in lines[_last_line(sequence.value[0]) + 1 : sequence.value[1].start_mark.line]
    )
    new = ["\n"] * spaced + [f"{' ' * column}{line}\n" for line in entry.splitlines()]
    before = "".join(lines[:end])
    return before + _missing_break(before) + "".join(new).replace("\n", newline) + "".join(lines[end:])


def _after(lines: list[str], sequence: Any, column: int) -> int:
    """The number of the line before which a new item of a block list goes: behind the comments that belong to the last one."""
    end = _last_line(sequence) + 1
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines[end:]):
        last = len(lines)
        while last > end and not lines[last - 1].strip():
            last -= 1
        return last
    while end < len(lines) and lines[end].lstrip().startswith("#") and len(lines[end]) - len(lines[end].lstrip()) > column:
        end += 1
    return end


def _in_flow(lines: list[str], sequence: Any, entry: str, flow: str) -> str:
    """A list in brackets with one item more; an empty one becomes a list with a line for each item."""
    start, end = sequence.start_mark, sequence.end_mark
    head = "".join(lines[: end.line]) + lines[end.line][: end.column - 1]  # up to the closing bracket
    tail = lines[end.line][end.column - 1 :] + "".join(lines[end.line + 1 :])
    if sequence.value:
        filled = head.rstrip()
        return f"{filled}{'' if filled.endswith(',') else ','} {flow}{head[len(filled) :]}{tail}"
    rest = tail[1:].strip(" ")
    if start.line == end.line and (not rest.strip() or rest[0] in "\r\n#"):
        opened = head[: len(head) - (end.column - 1 - start.column)].rstrip(" ")
        comment, _, below = rest.partition("\n")
        return f"{opened}{'  ' + comment if comment.strip() else ''}\n{entry}{below}"
    return f"{head}{flow}{tail}"


def _last_line(node: Any) -> int:
    """The number of the last line that a node stands on. (The end of a block in PyYAML is where the next one begins.)"""
    if not isinstance(node.value, str) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    return int(end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line)


def _missing_break(text: str) -> str:
    return "" if not text or text.endswith(("\n", "\r")) else "\n"
