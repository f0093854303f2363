"""The screens of the interview as values, and as pages made of them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from hipexpert import Engine
from hipexpert.engine import Problem
from hipexpert.knowledge import Pack
from hipexpert.knowledge.interview.interview import Step
from hipexpert.knowledge.interview.measures import BODY_MASS, UNITS
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.vocabulary import is_unknown, plain_number
from hipexpert.knowledge.words import Reading
from hipexpert.knowledge.words.reading import FindingRead
from hipexpert.languages.catalogue import LANGUAGES, capital, is_foreign, language, later, say
from hipexpert.rendering.html import fragment, marked, phrase
from hipexpert.rendering.report.openness import at_once
from hipexpert.rendering.reports.interview import heading, why
from hipexpert.rendering.reports.reading import ASIDE, WHY
from hipexpert.rendering.templating import environment
from hipexpert.service.page.body import SIDE, Drawn, body_map
from hipexpert.service.page.carried import Carried
from hipexpert.service.page.replying import Fields, text

HERE = Path(__file__).parent
FILES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
SHOWN = 5  # questions that were passed over, on the list of answers: the others are folded away
AMOUNTS = {"days": ("days", "weeks", "months", "years"), "minutes": ("minutes", "hours"), "kilometres": ("kilometres", "miles")}
# What the page says of a drawing, and the units in which an amount is said.
_SAID = (
    *(later("front"), later("side"), later("back"), later("left"), later("right")),
    *(
        later("days"),
        later("weeks"),
        later("months"),
        later("years"),
        later("minutes"),
        later("hours"),
        later("kilometres"),
        later("miles"),
    ),
)


class Filled(Struct, frozen=True):
    """What stands in a form already: places of lines, the parts of them that were named, what was said, what was written by the name
    of its field, and the findings whose answers could not be read.
    """

    lines: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    said: str = ""
    written: Mapping[str, str] = {}
    wrong: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


class Line(Struct, frozen=True):
    """Something that applies or does not, and the words for each of its ``parts``, by finding, where it has several."""

    text: str
    help: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class Ask(Struct, frozen=True):
    """A question as a screen shows it. ``way`` is how it is answered: ``form``, ``several`` lines of which any may apply, ``one``
    of some answers, or an ``amount``; ``units`` are those in which an amount may be said,
    ``amounts`` the units of findings that may be said in others.
    """

    question: NextQuestion
    heading: str
    help: str
    caution: str
    way: str
    lines: tuple[Line, ...]
    answers: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    amounts: tuple[str, ...]
    body_mass: bool
    may_be_none: bool
    may_be_unsure: bool
    skippable: bool
    touch: str
    views: tuple[Drawn, ...]
    filled: Filled


def asked(question: NextQuestion, carried: Carried, filled: Filled) -> Ask:
    """The question as it is shown, with what is filled in."""
    finding = question.findings[0]
    lines: tuple[Line, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    pack = carried.interview.assessor.pack
    title, help_text, way = heading(question, pack.texts), finding.help if question.kind == "question" else "", "several"
    if question.kind == "form":
        way = "form"
    elif question.kind == "list" and len(question.lines) == 1:
        line = question.lines[0]
        title, help_text, way, answers = line.text.rstrip("?") + "?", line.help, "one", (("yes", say("Yes")), ("no", say("No")))
    elif question.lines:
        lines = tuple(Line(capital(line.text), line.help, tuple(line.parts.items())) for line in question.lines)
    elif finding.type == "choices":
        lines = tuple(Line(capital(value.label)) for value in finding.values)
    elif finding.type == "number":
        way, title = "amount", title.partition(say("? For instance"))[0].rstrip("?") + "?"  # the fields show how
    else:
        way = "one"
        answers = tuple((value.id, capital(value.label)) for value in finding.values) or (("yes", say("Yes")), ("no", say("No")))
    unit = pack.findings[finding.finding]
    return Ask(
        question=question,
        heading=title,
        help=help_text,
        caution=pack.texts.trying if finding.answered_by == "self_test" else "",
        way=way,
        lines=lines,
        answers=answers,
        units=_units(getattr(unit, "unit", "")) if way == "amount" else (),
        amounts=tuple(UNITS),
        body_mass=getattr(unit, "unit", "") == BODY_MASS,
        may_be_none=question.may_be_none,
        may_be_unsure=question.kind == "list",
        skippable=not any(is_unknown(value) for value, _ in answers),
        touch=pack.texts.areas.touch,
        views=body_map(question, carried.interview.intake.answers.get(SIDE)),
        filled=filled,
    )


def _units(unit: str) -> tuple[str, ...]:
    """The units in which an amount may be said; the first is that of the finding."""
    return AMOUNTS.get(unit, ()) if unit in UNITS else (unit,) if unit and unit != BODY_MASS else ()


def filled_from(step: Step | None, question: NextQuestion) -> Filled:
    """What was answered before, as it stood in the form."""
    if step is None:
        return Filled()
    finding, picked = question.findings[0], {name for names in step.picked for name in names}
    answer = step.answers.get(finding.finding)
    values = answer if isinstance(answer, Mapping) else {}
    if question.kind == "areas":
        hurts = {place for place, there in values.items() if there}
        chosen = (number for number, line in enumerate(question.lines) if _is_area(line.values, values, hurts))
        return Filled(lines=frozenset(chosen) if picked or hurts else frozenset())
    if question.kind == "list":
        denials = {each.finding: each.denial for each in question.findings}
        lines = [
            number
            for number, line in enumerate(question.lines)
            if any(name in picked or step.answers.get(name, denials[name]) != denials[name] for name in line.of)
        ]
        unsure = [number for number, line in enumerate(question.lines) if all(name in step.passed for name in line.of)]
        said = "" if len(question.lines) > 1 or unsure else "yes" if lines else "no"
        named = frozenset(names[0] for names in step.picked if len(names) == 1)
        return Filled(frozenset(lines), frozenset(unsure if step.answers or picked else ()), said, named=named)
    if values:
        return Filled(lines=frozenset(number for number, value in enumerate(finding.values) if values.get(value.id)))
    written = {name: _as_said(said) for name, said in step.answers.items() if not isinstance(said, Mapping)}
    return Filled(said=written.get(finding.finding, ""), written={**written, "amount": written.get(finding.finding, "")})


def _is_area(places: Iterable[str], values: Mapping[str, bool], hurts: Iterable[str]) -> bool:
    return any(place in hurts for place in places) if hurts else all(values.get(place, True) for place in places)


def _as_said(answer: object) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return plain_number(answer) if isinstance(answer, int | float) else str(answer)


def filled_again(fields: Fields, problems: Iterable[Problem]) -> Filled:
    """What stood in a form that could not be read, to be put right."""
    names = [name for name in getattr(fields, "keys", lambda: ())() if isinstance(name, str)]
    places = {kind: frozenset(int(str(each)) for each in fields.getlist(kind) if str(each).isdecimal()) for kind in ("line", "unsure")}
    wrong = frozenset(name for each in problems for name in each.findings)
    named = frozenset(map(str, fields.getlist("part")))
    return Filled(places["line"], places["unsure"], text(fields, "say"), {name: text(fields, name) for name in names}, wrong, named)


class Understood(Struct, frozen=True):
    """One thing that was understood: its mark in the form, what it says and the words it rests on."""

    mark: str
    says: str
    quotes: tuple[str, ...]
    roughly: bool


def understood_of(reading: Reading) -> tuple[Understood, ...]:
    """What was understood of somebody's own words, to be put right."""
    return tuple(
        Understood(mark(each), each.says, tuple(" ".join(span.words.split()) for span in each.words), each.sure == "understood")
        for each in reading.findings
    )


def mark(read: FindingRead) -> str:
    """What names an answer that was read, whatever else was."""
    return f"{read.finding}.{read.part}={read.value}"


def told(problems: Sequence[Problem]) -> tuple[str, ...]:
    """What is wrong and what to do, a sentence or two for each problem."""
    return tuple(". ".join(capital(part.rstrip(".")) for part in (each.message, each.help) if part) + "." for each in problems)


def own(text: str, begins: bool = False) -> str:
    """A text of the pack: what it has no words for in the language of the page is marked as English."""
    shown = capital(text) if begins else text
    return marked(phrase(shown)) if is_foreign(text) and not is_foreign(shown) else phrase(shown)


class _Templates:
    """The templates of the page, with what they may say."""

    def __init__(self) -> None:
        self.made = environment(HERE / "templates")
        self.made.filters.update(blocks=fragment, phrase=phrase, capital=capital, own=own)
        self.made.globals.update(
            why=why,
            WHY=WHY,
            ASIDE=ASIDE,
            RAISED=LEVELS[rank("soon") :],
            LANGUAGES=LANGUAGES,
            SHOWN=SHOWN,
            GRAVE=LEVELS[rank("urgent") :],
            version=versions(),
        )


@cache
def _templates() -> _Templates:
    return _Templates()


@cache
def versions() -> Mapping[str, str]:
    """What stands behind the address of each file, so that a browser may keep it for ever."""
    return {name: sha256((HERE / name).read_bytes()).hexdigest()[:12] for name in FILES}


def prepare() -> None:
    """Read all templates, so that nobody waits for it."""
    made = _templates().made
    for name in made.list_templates():
        made.get_template(name)


def start_page(engine: Engine, trouble: Sequence[str] = ()) -> str:
    """The first screen, with the signs that are not to wait for any question, and what was wrong with what was sent."""
    nobody = engine.assess({})
    return page("start.html", engine.pack, trouble=trouble, at_once=at_once(nobody), signs=nobody.safety_net)


def page(template: str, pack: Pack, **values: object) -> str:
    """A page as HTML; everything that is put into it is escaped."""
    return _templates().made.get_template(template).render(pack=pack, language=language(), **values)
