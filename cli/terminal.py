"""Drawing on a terminal or into text: colour where a person reads, plain 80 columns where a program does."""

from collections.abc import Callable

import click
from rich.console import Console

WIDEST = 100
COLOURS = {"emergency": "bold white on red", "urgent": "bold red", "soon": "bold yellow", "routine": "bold cyan", "self_care": "bold green"}
Draw = Callable[[Console], None]


def show_drawing(draw: Draw) -> None:
    """Draw on standard output: in colour on a terminal (unless NO_COLOR is set), plain in a pipe."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.width = min(console.width, WIDEST)
        draw(console)
    else:
        click.echo(plain_drawing(draw), nl=False)


def plain_drawing(draw: Draw) -> str:
    """The same drawing without colour, 80 columns wide."""
    console = Console(width=80, highlight=False, color_system=None, force_terminal=False)
    with console.capture() as capture:
        draw(console)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
