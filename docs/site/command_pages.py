"""The reference of the commands, made from click: a page for each verb with its usage, arguments, options and examples."""

import inspect
import re
from collections.abc import Iterator

import click

from hipexpert.cli.main import VERBS, main

_CODE = re.compile(r"(`[^`]+`)")


def command_pages() -> dict[str, str]:
    """The pages in reStructuredText by their path, and the list of them."""
    group = click.Context(main, info_name="hipexpert", **main.context_settings)
    pages = {f"commands/{name}.rst": "\n".join(_command(_verb(group, name), name, group)) for name in VERBS}
    listed = [f":doc:`hipexpert {name} <{name}>`\n   {_words(_verb(group, name).get_short_help_str(200))}\n" for name in VERBS]
    lines = [*_title("Commands", "="), *_help(inspect.cleandoc(main.help or "")), *listed, ".. toctree::", "   :hidden:", ""]
    pages["commands/README.rst"] = "\n".join([*lines, *(f"   {name}" for name in VERBS), ""])
    return pages


def _verb(context: click.Context, name: str) -> click.Command:
    assert isinstance(context.command, click.Group)  # noqa: S101
    found = context.command.get_command(context, name)
    assert found is not None, name  # noqa: S101
    return found


def _command(command: click.Command, name: str, parent: click.Context, line: str = "=") -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    yield from _title(context.command_path, line)
    yield from (f".. program:: {context.command_path}", "")
    yield from _block(command.get_usage(context).removeprefix("Usage: "))
    yield from _help(inspect.cleandoc(command.help or ""))
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    for record in (each.get_help_record(context) for each in options):
        if record is not None:
            yield from (f".. option:: {record[0]}", "", f"   {_words(record[1])}", "")
    yield from _help(inspect.cleandoc(command.epilog or ""))
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from _command(_verb(context, below), below, context, "-")


def _title(words: str, line: str) -> list[str]:
    return [words, line * len(words), ""]


def _help(text: str) -> Iterator[str]:
    """Help as paragraphs; what click is told not to wrap as it stands."""
    for paragraph in filter(None, text.replace("\f", "").split("\n\n")):
        if paragraph.startswith("\b"):
            first, *rest = paragraph.removeprefix("\b\n").splitlines()
            if first.startswith(" ") or not first.endswith(":"):
                yield from _block("\n".join([first, *rest]))
            else:
                yield from (f"**{_words(first)}**", "")
                yield from _block(inspect.cleandoc("\n" + "\n".join(rest)))
        else:
            yield from (_words(" ".join(paragraph.split())), "")


def _block(text: str) -> Iterator[str]:
    yield from ("::", "", *(f"   {line}" for line in text.splitlines()), "")


def _words(text: str) -> str:
    """Words as reStructuredText that shows exactly them; what stands in backquotes as code."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(f"`{part}`" if place % 2 else re.sub(r"([*_|\\])", r"\\\1", part) for place, part in enumerate(parts))
