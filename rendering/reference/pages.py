"""The pages of the reference: which there are, and what each template is given."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from operator import attrgetter
from pathlib import Path

import jinja2

from hipexpert.knowledge import LEVELS, Condition, Pack, Rule, allowed_answers, finding_type
from hipexpert.knowledge.packs.grading import is_unverified, source_grade
from hipexpert.knowledge.packs.pictured import percent
from hipexpert.knowledge.packs.texts import CATEGORIES
from hipexpert.knowledge.packs.vocabulary import plain_number
from hipexpert.knowledge.returning.words import session_phrase, session_words
from hipexpert.rendering.cited import place_in
from hipexpert.rendering.reference.book import Book, height, levels_of
from hipexpert.rendering.reference.citing import citing, where_cited
from hipexpert.rendering.reference.escaping import code, markdown, sentence, shown, web_link
from hipexpert.rendering.reference.links import (
    ADVICE,
    CONSTRAINTS,
    DISCRIMINATING,
    FACTORS,
    HAZARDS,
    INDEX,
    NOT_FOLLOWED,
    PATTERNS,
    PROGRAMMES,
    SCREEN,
    SOURCES,
    Links,
    condition_page,
    group_page,
    rules_page,
)
from hipexpert.rendering.reference.pictures import answers_of, stances_of
from hipexpert.rendering.reference.uses import uses_of
from hipexpert.rendering.templating import environment

_ID = attrgetter("id")
Values = Mapping[str, object]


def reference_pages(pack: Pack) -> dict[str, str]:
    """The pages of the reference: their text by their path in it, sorted. Equal packs give equal bytes."""
    book = Book(pack)
    return {path: _written(book, path, template, values) for path, template, values in sorted(_pages(book), key=lambda each: each[0])}


def _written(book: Book, path: str, template: str, values: Values) -> str:
    """A page: its template filled in, with never more than one empty line between two others."""
    page = _templates().get_template(template).render(pack=book.pack, book=book, links=Links(book.pack, path), **values)
    return re.sub(r"\n{3,}", "\n\n", page.lstrip("\n"))


@cache
def _templates() -> jinja2.Environment:
    made = environment(Path(__file__).parent / "templates", finalize=shown)
    made.filters |= {
        "as_it_stands": markdown,
        "allowed_answers": allowed_answers,
        "code": code,
        "counted": counted,
        "kind_of_source": lambda source: source_grade(source).replace("_", " "),
        "levels": levels_of,
        "percent": percent,
        "place": place_in,
        "session": session_words,
        "session_premise": session_phrase,
        "plain_number": plain_number,
        "repeat": lambda mark, times: mark * times,
        "sentence": sentence,
        "signed": lambda weight: f"{weight:+d}" if weight else "0",
        "type_of_finding": finding_type,
        "unverified": is_unverified,
        "web_link": web_link,
        "where_cited": where_cited,
    }
    return made


def counted(count: int, thing: str) -> str:
    """``1 rule``, ``2 rules``."""
    return f"{count} {thing if count == 1 else f'{thing}s'}"


def _pages(book: Book) -> Iterator[tuple[str, str, Values]]:
    """The path of each page, its template, and what the template is given beside the pack, the book and the links."""
    pack = book.pack
    yield INDEX, "README.md", _index(pack)
    for condition in pack.conditions:
        if condition.kind == "condition":
            yield condition_page(condition), "condition.md", _condition(book, condition)
    yield FACTORS, FACTORS, {"factors": sorted((each for each in pack.conditions if each.kind == "contributing_factor"), key=_ID)}
    yield PATTERNS, PATTERNS, {"patterns": sorted(pack.patterns, key=_ID)}
    for group in pack.groups:
        links = Links(pack, group_page(group.group))
        uses = {each.id: list(uses_of(book, links, each)) for each in group.findings}
        names = (group.group, *pack.about.group_synonyms.get(group.group, ()))
        yield group_page(group.group), "findings.md", {"group": group, "names": names, "uses": uses}
    yield from _rules(pack)
    advice = sorted(pack.advice, key=lambda each: (each.phase or 0, each.id))
    by_category = [(category, [each for each in advice if each.category == category]) for category in CATEGORIES]
    yield ADVICE, ADVICE, {"categories": [(category, found) for category, found in by_category if found]}
    yield SOURCES, SOURCES, {"sources": sorted(pack.sources, key=_ID), "citing": citing(pack, Links(pack, SOURCES))}
    yield DISCRIMINATING, DISCRIMINATING, {"answers": {each.finding: list(answers_of(pack, each)) for each in pack.discriminating}}
    yield CONSTRAINTS, CONSTRAINTS, {"constraints": sorted(pack.constraints, key=_ID)}
    by_risk = sorted(pack.hazards, key=lambda each: (-each.residual_risk, -each.risk, each.id))
    yield HAZARDS, HAZARDS, {"hazards": sorted(pack.hazards, key=_ID), "by_risk": by_risk}
    yield SCREEN, SCREEN, {}
    yield PROGRAMMES, PROGRAMMES, {}
    yield NOT_FOLLOWED, NOT_FOLLOWED, {"claims": sorted(pack.not_followed, key=_ID)}


def _condition(book: Book, condition: Condition) -> Values:
    return {
        "condition": condition,
        "evidence": book.evidence(condition),
        "picture": book.pack.picture_of.get(condition.id),
        "stances": stances_of(book.pack, condition.id),
        "red_flags": sorted(book.concluding("suspected", condition.id), key=lambda rule: (-height(rule), rule.id)),
        "raising": [rule for rule in book.rules_about(condition) if levels_of(rule)],
    }


def _rules(pack: Pack) -> Iterator[tuple[str, str, Values]]:
    controls: dict[str, list[str]] = {}
    for hazard in pack.hazards:
        for rule_id in dict.fromkeys(hazard.rules):
            controls.setdefault(rule_id, []).append(hazard.id)
    topics: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        topics.setdefault(rule.topic, []).append(rule)
    for topic, rules in topics.items():
        title = topic.removeprefix("rules/").replace("/", ", ")
        files = sorted({rule.file for rule in rules})
        yield rules_page(topic), "rules.md", {"title": title, "files": files, "rules": rules, "controls": controls}


def _index(pack: Pack) -> Values:
    conditions = sorted((each for each in pack.conditions if each.kind == "condition"), key=_ID)
    urgencies = [(level, [each for each in conditions if each.typical_urgency == level]) for level in reversed(LEVELS)]
    status = Counter(rule.status for rule in pack.rules)
    return {
        "kinds": Counter(each.kind for each in pack.conditions),
        "states": ", ".join(f"{status[each]} {each}" for each in ("active", "draft", "retired") if status[each]),
        "urgencies": [(level, found) for level, found in urgencies if found],
        "groups": sorted(pack.groups, key=lambda each: each.group),
        "topics": sorted(Counter(rule.topic for rule in pack.rules).items()),
    }
