"""The report as one HTML page: no script, no network."""

from collections.abc import Iterable
from html import escape

from hipexpert.audit.running.catalogue import documentation
from hipexpert.audit.values import SEVERITIES, Report, Violation
from hipexpert.rendering.audit.words import counts, explain_command, headline, verdict_counts

STYLE = """
:root { color-scheme: light dark; --error: #b3261e; --warning: #8a5a00; --note: #0b57d0; --proved: #146c2e; --line: #8885; }
@media (prefers-color-scheme: dark) { :root { --error: #ffb4ab; --warning: #ffcc80; --note: #a8c7fa; --proved: #7ddc96; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-left: .25rem solid var(--line); padding: .1rem 1rem; margin: 1rem 0; }
article.error { border-color: var(--error); } article.warning { border-color: var(--warning); } article.note { border-color: var(--note); }
h3 { margin: .4rem 0; font-size: 1rem; } p { margin: .3rem 0; } code { overflow-wrap: anywhere; }
.where { font-weight: normal; }
table { border-collapse: collapse; }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; }
.proved { color: var(--proved); } .refuted { color: var(--error); }
"""


def report_to_html(report: Report) -> str:
    """The page. What was found stands by severity; each check says in place what it is about."""
    title = escape(f"Audit of {headline(report)}")
    body = [f"<h1>{title}</h1>", f"<p>{escape(counts(report) + verdict_counts(report))}</p>"]
    for severity in reversed(SEVERITIES):
        found = [each for each in report.violations if each.severity == severity]
        if found:
            body += [f"<h2>{severity.capitalize()}s ({len(found)})</h2>", *map(_violation, found)]
    if report.theorems:
        rows = "".join(
            f'<tr><td class="{each.verdict.replace(" ", "-")}">{each.verdict}</td><td>{escape(each.says)}{_shown(each.witness)}</td></tr>'
            for each in report.theorems
        )
        body += ["<h2>Over all intakes</h2>", f"<table><tr><th>verdict</th><th>theorem</th></tr>{rows}</table>"]
    body += _listed("Suppressed", (f"{each.violation.check} at {each.violation.place}: {each.reason}" for each in report.suppressed))
    body += _listed("Not run", (f"{each.check}: {each.because}" for each in report.skipped))
    page = f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{page}\n'
    )


def _violation(violation: Violation) -> str:
    lines = [
        f'<article class="{violation.severity}">',
        f'<h3>{escape(violation.check)} <span class="where"><code>{escape(violation.place)}</code></span></h3>',
        f"<p>{escape(violation.message)}</p>",
    ]
    if violation.rules:
        lines.append(f"<p>Rules: {', '.join(f'<code>{escape(rule)}</code>' for rule in violation.rules)}</p>")
    if violation.witness is not None:
        lines.append(f"<p>Shown by <code>{escape(explain_command(violation.witness))}</code></p>")
    elif violation.covered:
        lines.append(f"<p>{escape(violation.covered)}</p>")
    lines.append(f"<p>Help: {escape(violation.help)}</p>")
    why = documentation(violation.check)
    lines.append(
        f"<details><summary>About this check</summary><p>{escape(why.summary)} {escape(why.sections['Why it matters'])}</p></details>"
    )
    return "\n".join([*lines, "</article>"])


def _shown(witness: object) -> str:
    return f"<br>Shown by <code>{escape(explain_command(witness))}</code>" if isinstance(witness, dict) else ""


def _listed(title: str, items: Iterable[str]) -> list[str]:
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return [f"<h2>{title}</h2>", f"<ul>{listed}</ul>"] if listed else []
