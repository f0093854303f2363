"""One page for each group of findings: what is asked, what may be answered, how it reads, and what uses it."""

from collections.abc import Iterator

from hipexpert.knowledge import allowed_answers, finding_type
from hipexpert.knowledge.packs.premises import Established, Limit, Premise, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, FindingGroup, Number, YesNo, plain_number
from hipexpert.knowledge.packs.written import as_written
from hipexpert.knowledge.runner.answers import with_unit
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, properties, table, text
from hipexpert.rendering.reference.links import Links, group_page

_ANSWERED_BY = {"runner": "the runner", "self_test": "a test that the runner does alone", "clinician": "a clinician"}


def finding_pages(book: Book) -> dict[str, str]:
    """The pages of the finding groups."""
    return {group_page(group.group): _page(book, group) for group in book.pack.groups}


def _page(book: Book, group: FindingGroup) -> str:
    page = group_page(group.group)
    links = book.links(page)
    names = (group.group, *book.pack.about.group_synonyms.get(group.group, ()))
    lines = [
        *heading(1, f"Findings: {group.title}"),
        f"{counted(len(group.findings), 'finding')}, answered by {_ANSWERED_BY[group.answered_by]}.",
    ]
    lines += [
        f"All of them are denied at once with {code(f'none_of: [{group.group}]')}; the group is called {' or '.join(map(code, names))}.",
        "",
    ]
    if group.context:
        lines += ["They tell who the runner is: background that never brings up a condition by itself.", ""]
    lines += bullets(f"{links.finding(each.id)}: {text(each.question)}" for each in group.findings)
    for finding in group.findings:
        lines += _finding(book, links, finding, group.context)
    return book.page(lines)


def _finding(book: Book, links: Links, finding: Finding, context: bool) -> list[str]:
    lines = heading(2, finding.question, finding.id)
    lines += properties(
        [
            ("id", code(finding.id)),
            ("type", code(finding_type(finding))),
            ("allowed answers", _allowed(finding)),
            ("help", text(finding.help)),
            ("synonyms", text(", ".join(finding.synonyms))),
            ("background", "yes: it never brings up a condition by itself" if finding.context and not context else ""),
            ("not to be tried when", book.words(book.pack.unsafe[finding.id]) if finding.id in book.pack.unsafe else ""),
            ('"none of these" means', _denial(finding)),
        ]
    )
    if finding.id in book.pack.unsafe:
        lines += ["```yaml", *as_written(book.pack, book.pack.unsafe[finding.id], "unsafe_when"), "```", ""]
    lines += [*heading(3, "How it reads"), *_reads(finding), *heading(3, "Used by"), *_uses(book, links, finding)]
    return lines


def _allowed(finding: Finding) -> str:
    if isinstance(finding, (Choice, Choices)):
        return f"{'one' if isinstance(finding, Choice) else 'any'} of {', '.join(code(value.id) for value in finding.values)}"
    return text(allowed_answers(finding))


def _denial(finding: Finding) -> str:
    match finding:
        case YesNo():
            return text(finding.absent)
        case Choice() if finding.denial:
            return code(finding.denial)
        case Choices():
            return "no to every value that is not answered"
        case Number() if finding.denial is not None:
            return plain_number(finding.denial)
        case _:
            return "nothing: it stays unknown"


def _reads(finding: Finding) -> list[str]:
    match finding:
        case YesNo():
            return table(("answer", "reads"), (("yes", text(finding.present)), ("no", text(finding.absent))))
        case Choice():
            rows = [(code(each.id), text(each.label), text(each.says), text(", ".join(each.synonyms))) for each in finding.values]
            return table(("answer", "label", "reads", "synonyms"), rows)
        case Choices():
            columns = ("answer", "label", "reads", "denied, reads", "synonyms")
            return table(
                columns,
                [
                    (code(each.id), text(each.label), text(each.says), text(each.denies), text(", ".join(each.synonyms)))
                    for each in finding.values
                ],
            )
        case Number():
            return ["With N for the number:", "", f"> {text(with_unit(f'{finding.noun} N', finding))}", ""]


def _uses(book: Book, links: Links, finding: Finding) -> list[str]:
    uses = [(f"{words}:", [links.rule(rule) for rule in book.resting_on[fact]]) for fact, words in _facts(book, finding)]
    uses.append(("Evidence that some answer keeps from counting:", [links.rule(rule) for rule in book.taken_back_by.get(finding.id, ())]))
    constraints = sorted(each.id for each in book.pack.constraints if finding.id in _named(each.never))
    uses.append(("Answers that cannot stand together:", [links.constraint(each) for each in constraints]))
    unsafe = sorted(name for name, premise in book.pack.unsafe.items() if finding.id in _named(premise))
    uses.append(("Tests that some answer makes unsafe:", [links.finding(each) for each in unsafe]))
    lines = [line for title, found in uses if found for line in (title, "", *bullets(found))]
    return lines or ["No active rule uses it.", ""]


def _named(premise: Premise) -> set[str]:
    return {leaf.finding for leaf in leaves(premise) if not isinstance(leaf, Established)}


def _facts(book: Book, finding: Finding) -> Iterator[tuple[str, str]]:
    """The facts about a finding that active rules rest on, with their words: in the order of its values or numbers."""
    if isinstance(finding, Number):
        limits = {
            leaf
            for rule in book.pack.active_rules
            for leaf in leaves(rule.premise)
            if isinstance(leaf, Limit) and leaf.finding == finding.id
        }
        for limit in sorted(limits, key=lambda each: (each.bound, each.operator)):
            yield fact_of(limit), text(book.wording.says(fact_of(limit)))
        return
    values = ["yes", "no"] if isinstance(finding, YesNo) else [value.id for value in finding.values]
    for value in values:
        for fact in (f"{finding.id}={value}", f"{finding.id}!={value}"):
            if fact in book.resting_on:
                yield fact, text(book.wording.says(fact))
