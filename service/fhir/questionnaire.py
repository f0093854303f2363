"""The vocabulary of a pack as a Questionnaire: :func:`fhir_questionnaire`."""

from collections.abc import Iterable, Iterator

from hipexpert.knowledge import Pack
from hipexpert.knowledge.interview.questions import AskedFinding
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.packs.vocabulary import Choice, Finding, FindingGroup, Number, YesNo
from hipexpert.service.fhir import enabling
from hipexpert.service.fhir.enabling import CannotBeWrittenError, Clauses, cannot_apply, enabled_when, unless
from hipexpert.service.fhir.terms import (
    EXTENSION,
    NO,
    UCUM,
    UNITS,
    UNKNOWN,
    YES,
    Json,
    canonical,
    concept,
    system,
    without_empty,
)
from hipexpert.service.fhir_mapping import NONE_OF, NOT

TITLES = {"screen": "None of the warning signs that were left open"}


def fhir_questionnaire(pack: Pack) -> Json:
    """The questions of a pack as a FHIR R4 Questionnaire, to be written as JSON.

    Each answer is present, absent or unknown: a question of yes or no takes *Yes*, *No* or *Unknown*, and what is left out is unknown.
    The ``linkId`` is the id of the finding; ``not.finding`` are those of its values that do not apply, ``none_of.group`` denies what is
    left of a group. A test stands in groups whose ``enableWhen`` say when it is safe, and is left out where no form can say it.
    Raises :class:`hipexpert.PackError` for a pack made in Python that is not whole.
    """
    pack = sound(pack)
    about = pack.about
    made = {
        "resourceType": "Questionnaire",
        "id": about.id,
        "url": canonical(pack),
        "version": about.version,
        "name": "".join(part.title() for part in about.id.split("_")),
        "title": about.title,
        "status": "active",
        "experimental": True,
        "subjectType": ["Patient"],
        "date": about.released.isoformat() if about.released else "",
        "publisher": ", ".join(about.authors),
        "description": f"{about.intended_use} {about.disclaimer}",
        "copyright": about.licence,
        "item": [*(_group(each, pack) for each in pack.groups), *_screen(pack)],
    }
    return without_empty(made)


def _group(group: FindingGroup, pack: Pack) -> Json:
    never = dict(cannot_apply(pack))
    items: list[Json] = []
    safe: dict[Clauses, list[Json]] = {}
    for finding in group.findings:
        asked = list(items_of(finding, pack))
        if finding.id in pack.safe_tests:
            try:
                when = enabling.clauses(pack.safe_tests[finding.id], pack)
                _ = [enabled_when(each, pack) for clause in when for each in clause]
            except CannotBeWrittenError:
                continue
            safe.setdefault(when, []).extend(asked)
        elif finding.id in never:
            conditions = {"enableWhen": unless(never[finding.id], pack), "enableBehavior": "any"}
            items += [{**each, **conditions} for each in asked]
        else:
            items += asked
    tests = [_when_safe(when, asked, f"safe.{group.group}.{number}", pack) for number, (when, asked) in enumerate(safe.items(), 1)]
    made = {"linkId": f"group.{group.group}", "text": group.title, "type": "group", "item": [*items, *tests, denial(group.group, pack)]}
    return made if group.group in set(pack.denied_with.values()) else {**made, "item": [*items, *tests]}


def _when_safe(when: Clauses, asked: list[Json], name: str, pack: Pack) -> Json:
    """Tests in as many groups as it takes to say that all of the clauses hold."""
    single = [enabled_when(clause[0], pack) for clause in when if len(clause) == 1]
    several = [[enabled_when(each, pack) for each in clause] for clause in when if len(clause) > 1]
    levels = [*([(single, "all")] if single else []), *((each, "any") for each in several)]
    for number, (conditions, behaviour) in reversed(list(enumerate(levels, 1))):
        asked = [{"linkId": f"{name}.{number}", "type": "group", "enableWhen": conditions, "enableBehavior": behaviour, "item": asked}]
    return {**asked[0], "text": "Only once it is known to be safe"}


def denial(group: str, pack: Pack) -> Json:
    """The item that denies what is left of a group. What is not ticked denies nothing."""
    title = pack.group_named[group].title if group in pack.group_named else ""
    text = TITLES.get(group) or f"None of the others under “{title}”"
    return {"linkId": f"{NONE_OF}{group}", "text": text, "type": "boolean"}


def _screen(pack: Pack) -> list[Json]:
    groups = {each.group for each in pack.groups}
    return [denial(each, pack) for each in dict.fromkeys(pack.denied_with.values()) if each not in groups]


def items_of(finding: Finding, pack: Pack, values: Iterable[str] | None = None) -> Iterator[Json]:
    """The item of a finding; of one with several values a second for those that do not apply. ``values``: only these are offered."""
    shown = [_help(finding)] if finding.help else []
    if isinstance(finding, YesNo):
        yield without_empty({**_asked(finding), "type": "choice", "answerOption": _options([YES, NO, UNKNOWN]), "item": shown})
    elif isinstance(finding, Number):
        yield without_empty(
            {**_asked(finding), "type": "integer" if finding.whole else "decimal", "extension": _limits(finding), "item": shown}
        )
    else:
        offered = [each for each in finding.values if values is None or each.id in values]
        codings = [{"system": system(pack, "finding", finding.id), "code": each.id, "display": each.label} for each in offered]
        item = {**_asked(finding), "type": "choice", "answerOption": _options([*codings, UNKNOWN])}
        if isinstance(finding, Choice):
            yield without_empty({**item, "item": shown})
        else:
            yield without_empty({**item, "repeats": True, "item": shown})
            text = f"Of the same: which do not apply? ({finding.question})"
            yield {"linkId": f"{NOT}{finding.id}", "text": text, "type": "choice", "repeats": True, "answerOption": _options(codings)}


def noticed(asked: AskedFinding) -> Json:
    """The item of a test that nobody may try now, asked for as what was noticed already: only a yes counts, so there is no *No*."""
    return {"linkId": asked.finding, "text": asked.question, "type": "choice", "answerOption": _options([YES, UNKNOWN])}


def _asked(finding: Finding) -> Json:
    return {"linkId": finding.id, "text": finding.question}


def _options(codings: list[Json]) -> list[Json]:
    return [{"valueCoding": dict(each)} for each in codings]  # whoever changes what is given changes nothing here


def _help(finding: Finding) -> Json:
    control = concept("Help", {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"})
    made = {"url": f"{EXTENSION}/questionnaire-itemControl", "valueCodeableConcept": control}
    return {"extension": [made], "linkId": f"help.{finding.id}", "text": finding.help, "type": "display"}


def _limits(finding: Number) -> list[Json]:
    kind, number = ("valueInteger", int) if finding.whole else ("valueDecimal", float)
    limits = [
        {"url": f"{EXTENSION}/{name}", kind: number(bound)}
        for name, bound in (("minValue", finding.minimum), ("maxValue", finding.maximum))
    ]
    if not finding.unit:
        return limits
    code = UNITS.get(finding.unit)
    coding = {"system": UCUM, "code": code, "display": finding.unit} if code else {"display": finding.unit}
    return [*limits, {"url": f"{EXTENSION}/questionnaire-unit", "valueCoding": coding}]
