"""Finds what `unbound_template_variable.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.texts import runner_texts

PLACEHOLDER = re.compile(r"\$?\{\{?\s*[A-Za-z_][\w.]*\s*\}?\}|%\([A-Za-z_]\w*\)[sd]|<[A-Za-z_]\w*>|\$[A-Za-z_]\w*")


def _find(subject: Subject) -> Iterator[Found]:
    for each in runner_texts(subject.pack):
        found = PLACEHOLDER.search(each.text)
        if found:
            yield Found.about(
                each.kind,
                each.name,
                f"`{each.part}` has a placeholder that nothing fills in: `{found[0]}`",
                "write the words themselves",
            )


CHECK = Check("unbound-template-variable", "wording", "error", _find)
