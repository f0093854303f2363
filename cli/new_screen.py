"""What was made, on a terminal; lines are not folded, so that paths and commands can be copied."""

import click

from hipexpert.audit.scaffolds.values import Scaffold
from hipexpert.cli.errors import harmless


def show_scaffold(scaffold: Scaffold, *, written: bool) -> None:
    """Print what was made, the near miss, what is left to do, and what to run next; before writing, the texts too."""
    if not written:
        for file in scaffold.files:
            _say(f"# {'new file' if file.new else 'added to'} {file.path}\n{file.added}")
    for each in scaffold.made:
        _say(f"{each.what:10}{each.id}\n          {each.place}")
    if scaffold.pair is not None:
        _say(f"fires     {scaffold.pair.fires}")
        _say(f"silent    {scaffold.pair.silent}    ({scaffold.pair.apart} alone differs)")
    _say("To do")
    for line in scaffold.to_do:
        _say(f" - {line}")
    if written:
        _say("Next")
        for line in scaffold.commands:
            _say(f"  {line}")
    else:
        _say("Nothing was written.")


def _say(text: str) -> None:
    click.echo(harmless(text))
