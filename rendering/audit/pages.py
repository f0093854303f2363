"""The documentation of the checks as Markdown pages of the site, generated from their files."""

from hipexpert.audit.running.catalogue import all_checks, documentation
from hipexpert.audit.values import GROUPS


def check_pages() -> dict[str, str]:
    """A page for each check and an index: their text by their file name, sorted."""
    pages = {f"{name}.md": _page(name) for name in all_checks()}
    return dict(sorted({**pages, "README.md": _index()}.items()))


def _index() -> str:
    lines = ["# The checks of `hipexpert audit`", "", "[How to audit a pack](../auditing.md) says how they are used.", ""]
    for group in GROUPS:
        lines += [f"## {group.capitalize()}", "", "| check | severity | |", "| --- | --- | --- |"]
        found = [check for check in all_checks().values() if check.group == group]
        lines += [f"| [{check.name}]({check.name}.md) | {check.severity} | {documentation(check.name).summary} |" for check in found]
        lines.append("")
    return "\n".join(lines)


def _page(name: str) -> str:
    check, told = all_checks()[name], documentation(name)
    facts = [f"Group: {check.group}. Severity: {check.severity}."]
    if check.find is None and check.refuses is not None:
        facts.append("It reports what loading the pack has found.")
    if check.logic:
        facts.append("Each violation comes with answers that show it, or says that all were covered.")
    if check.proves:
        facts.append("It needs proofs (`pip install 'hipexpert[audit]'`).")
    return told.page.replace(told.summary, f"{told.summary}\n\n{' '.join(facts)}", 1)
