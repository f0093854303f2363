"""A report as one HTML page: no network, and no script but one of the program's own."""

import re
from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from hipexpert.languages.catalogue import capital, is_foreign, language
from hipexpert.rendering.content_policy import policy
from hipexpert.rendering.figure_svg import figure_svg
from hipexpert.rendering.report.blocks import (
    Badge,
    Block,
    Branch,
    Chart,
    Code,
    Folded,
    Heading,
    Notice,
    Paragraph,
    Points,
    Report,
    Row,
    Rows,
    Sketch,
    Span,
    Table,
    Tree,
    Words,
    spans,
)
from hipexpert.rendering.report.harmless import harmless

_STYLE = """
:root { color-scheme: light dark; --bad: #b3261e; --doubt: #8a5a00; --note: #0b57d0; --good: #146c2e; --line: #8885; }
@media (prefers-color-scheme: dark) { :root { --bad: #ffb4ab; --doubt: #ffcc80; --note: #a8c7fa; --good: #7ddc96; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-left: .25rem solid var(--line); padding: .1rem 1rem; margin: 1rem 0; }
article.bad { border-color: var(--bad); } article.doubt { border-color: var(--doubt); } article.note { border-color: var(--note); }
h3 { margin: .4rem 0; font-size: 1rem; } p { margin: .3rem 0; } code { overflow-wrap: anywhere; } dt { font-weight: bold; }
table { border-collapse: collapse; } figure { margin: .4rem 0; }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; } .number { text-align: right; }
.good { color: var(--good); } span.bad, .emergency, .urgent { color: var(--bad); } span.doubt, .soon { color: var(--doubt); }
"""
_TAGS = {"plain": "", "strong": "strong", "emphasis": "em", "code": "code", "quiet": "small"}


def to_html(report: Report, picture: str = "", picture_style: str = "", script: str | None = None) -> str:
    """The report as a page that loads nothing; at its end a picture, an SVG that the program drew, and how it looks, and a script of the
    program's own.
    """
    title, style = _text(report.title), _STYLE + picture_style
    own = f"<script>{script}</script>\n" if script is not None else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{_all(report.blocks)}\n{picture}</main>\n{own}</body>\n</html>\n"
    )


def fragment(blocks: Iterable[Block]) -> Markup:
    """Blocks as a part of a page of one's own, escaped: ready for a template."""
    return Markup(_all(blocks))  # noqa: S704


def phrase(words: Words) -> Markup:
    """Words as a part of a page, escaped, with what stands in backticks as code."""
    return Markup(_said(words))  # noqa: S704


def marked(said: Markup) -> Markup:
    """A part of a page that stands in English amid another language."""
    return Markup('<span lang="en">{}</span>').format(said)


def _all(blocks: Iterable[Block]) -> str:
    return "\n".join(map(_written, blocks))


def _written(block: Block) -> str:  # noqa: C901 (one case for each kind of block)
    match block:
        case Badge():
            return f'<h1><span class="{block.style}">{_text(capital(block.level))}</span>: {_text(block.title)}</h1>'
        case Heading():
            return f"<h{block.rank}>{_said(block.text)}</h{block.rank}>"
        case Paragraph():
            return f"<p>{_said(block.text)}</p>"
        case Points():
            items = "".join(f"<li>{_said(point.text)}{_all(point.below)}</li>" for point in block.points)
            return f"<ol>{items}</ol>" if block.numbered else f"<ul>{items}</ul>"
        case Rows():
            return f"<dl>{''.join(map(_row, block.rows))}</dl>"
        case Table():
            head = f"<thead>{_cells(block, block.headings, 'th')}</thead>" if block.headings else ""
            return f"<table>{head}<tbody>{''.join(_cells(block, row, 'td') for row in block.rows)}</tbody></table>"
        case Tree():
            return f"<ul>{_branch(block.root)}</ul>"
        case Code():
            return f"<pre><code>{_text(block.text)}</code></pre>"
        case Notice():
            return f'<article class="{block.style}">\n<h3>{_said(block.title)}</h3>\n{_all(block.below)}\n</article>'
        case Sketch():
            return f"<figure>{figure_svg(block.drawing)}<figcaption><small>{_said(block.drawing.says)}</small></figcaption></figure>"
        case Chart():
            return f"<figure>{block.svg}</figure>"
        case Folded():
            return f"<details><summary>{_said(block.title)}</summary>{_all(block.below)}</details>"


def _text(text: str) -> str:
    """The words of strangers, which never become markup."""
    return escape(harmless(text))


def _row(row: Row) -> str:
    said = [_said(row.text), *([f"<small>{_said(row.note)}</small>"] if spans(row.note) else []), *map(_said, row.below)]
    return f"<dt>{_said(row.label)}</dt><dd>{'<br>'.join(said)}</dd>"


def _cells(table: Table, cells: tuple[Words, ...], tag: str) -> str:
    kinds = (' class="number"' if number in table.numbers else "" for number in range(len(cells)))
    return f"<tr>{''.join(f'<{tag}{kind}>{_said(cell)}</{tag}>' for kind, cell in zip(kinds, cells, strict=True))}</tr>"


def _branch(branch: Branch) -> str:
    below = f"<ul>{''.join(map(_branch, branch.below))}</ul>" if branch.below else ""
    return f"<li>{_said(branch.text)}{below}</li>"


def _said(words: Words) -> str:
    return "".join(map(_span, spans(words)))


def _span(span: Span) -> str:
    said = _text(span.text)
    if is_foreign(span.text):
        said = f'<span lang="en">{said}</span>'
    if span.style != "code":
        said = re.sub(r"`([^`]+)`", r"<code>\1</code>", said)
    tag = _TAGS.get(span.style)
    if tag is None:
        return f'<span class="{span.style}">{said}</span>'
    return f"<{tag}>{said}</{tag}>" if tag else said
