"""A review of a pack: what has to be looked at, entry by entry, what it does to runners, and what is signed."""

from collections import Counter
from collections.abc import Mapping

from hipexpert.audit.review.standing import EntryStanding, EntryState
from hipexpert.audit.review.values import Change, PackReview, Passage, ReviewItem, ToldOtherwise
from hipexpert.knowledge.runner.results import Knowledge
from hipexpert.rendering.report.blocks import (
    Block,
    Heading,
    Notice,
    Paragraph,
    Point,
    Points,
    Report,
    Row,
    Rows,
    Span,
    Style,
    Table,
    Words,
    code,
    plain,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.phrases import counted, first, listed, more, named
from hipexpert.rendering.reports.two_packs import QUESTIONS

SHOWN = 20
ADVICE = 4
STATES: Mapping[EntryState, str] = {
    "signed": "signed",
    "rejected": "rejected",
    "one_more": "signed by one of two",
    "no_clinician": "signed by nobody of a clinical role",
    "changed": "changed since it was signed",
    "removed": "gone since it was signed",
    "new": "never signed",
}
CHANGES: Mapping[Change, str] = {"added": "new", "changed": "changed", "removed": "gone"}
_LESS = ("lower", "released")


def review_report(review: PackReview, *, full: bool) -> Report:
    """What has to be reviewed; unless ``full``, of very many entries the first."""
    title = f"Review of {named(review.pack)}"
    most = None if full else SHOWN
    blocks: list[Block] = [Heading(title, 1), Rows(tuple(_head(review)))]
    if review.whole:
        blocks += [Heading("All changes together"), *points(*together_lines(review))]
    if review.items:
        blocks.append(Heading(f"To review ({len(review.items)})"))
        blocks += [_item(each) for each in first(review.items, most)]
        blocks += more(review.items, most, ": `hipexpert review start PACK -o review.html` makes a page of all")
    else:
        blocks.append(Paragraph("Nothing is left to review: everything is signed as it is."))
    blocks.append(Paragraph(Span(review.disclaimer, "emphasis")))
    return Report(title, tuple(blocks))


def _head(review: PackReview) -> list[Row]:
    last = review.signatures[-1] if review.signatures else "nobody has signed this pack"
    base = named(review.compared) if review.compared is not None else "nothing: no earlier state of it was signed"
    style: Style = "good" if review.ready else "bad"
    guarding = f"{review.guarding_signed:,} of {review.guarding:,} red flags, claims, contraindications and what belongs to them"
    proofs = () if review.proved else (Row("proofs", "none: whatever may ask less is called so"),)
    return [
        Row("compared with", base),
        Row("last signed", last),
        Row("signed", (Span(guarding, style), f"; {review.signed:,} of {review.entries:,} entries in all")),
        *proofs,
    ]


def entry_report(review: PackReview, history: tuple[str, ...]) -> Report:
    """Everything about the one entry of a review, and what was decided about it before."""
    (item,) = review.items
    blocks: list[Block] = [Heading(item.title or item.name, 1), _item(item), Heading("Decided before", 2)]
    blocks += points(*history) if history else (Paragraph("nothing"),)
    return Report(item.name, tuple(blocks))


def _item(item: ReviewItem) -> Notice:
    """An entry: what it says, what it means for a runner, why, and what it lacks."""
    style: Style = "bad" if item.lowers else "doubt" if item.guards else "note"
    marks: tuple[str | Span, ...] = (strong(f"{change_words(item)} "), code(item.name))
    marks += (quiet(f"  {item.guards}"),) if item.guards else ()
    rows = [Row("taken out", Span("; ".join(item.taken_out), "bad"))] if item.taken_out else []
    rows += [Row("put in", Span("; ".join(item.put_in), "good"))] if item.put_in else []
    rows += [Row("before", item.before)] if item.before and item.before != item.after else []
    rows += [Row("now" if item.before else "says", item.after)] if item.after else []
    rows += [Row(each.field, f"{each.before or '(nothing)'} → {each.after or '(nothing)'}") for each in item.fields]
    rows += [Row("means", line) for line in meaning_lines(item)]
    rows += [Row("because", item.because)] if item.because else []
    rows += [Row("source", passage_words(each)) for each in item.passages]
    rows += [Row("ASKS LESS", Span(each, "bad")) for each in item.lowers]
    rows += [Row("signed", each) for each in item.signed] + [Row("rejected", each) for each in item.refused]
    rows.append(Row("lacks", item.missing or "nothing"))
    below: list[Block] = [Paragraph(item.title)] if item.title and item.title != item.name else []
    return Notice(style, marks, (*below, Rows(tuple(rows))))


def change_words(item: ReviewItem) -> str:
    """What became of an entry: new, changed, gone; of one that is as it was, how it stands."""
    return CHANGES.get(item.change, STATES[item.state])


def together_lines(review: PackReview) -> list[str]:
    """What all changes together do to runners; the least of it only where there is nothing else."""
    lines = [line for each in review.whole if each.result.question != "other" for line in effect_lines(each)]
    return lines or [line for each in review.whole for line in effect_lines(each)]


def passage_words(passage: Passage) -> Words:
    """A source and where in it to look."""
    against = "against it: " if passage.against else ""
    at = f", {passage.at}" if passage.at else ", the place in it is not said" if passage.link else ""
    return (against, passage.title, at, *((" ", quiet(passage.link)) if passage.link else ()))


def meaning_lines(item: ReviewItem) -> list[str]:
    """What a change does to runners, each with the one who shows it."""
    told = [line for each in item.meaning for line in effect_lines(each)]
    if told:
        return told
    if item.meaning and all(each.result.answer == "no" for each in item.meaning):
        return ["nobody is told anything else by it alone (proved over all runners)"]
    if item.meaning:
        return ["whether somebody is told something else by it alone was not decided"]
    return []


def effect_lines(effect: ToldOtherwise) -> list[str]:
    """Who is told something else, in words; nothing where nobody is, or where it stands in the entries themselves."""
    result, runner = effect.result, effect.result.runner
    if result.answer != "yes" or runner is None:
        return []
    levels = f" ({plain(runner.old.level)} → {plain(runner.new.level)})" if runner.old.level != runner.new.level else ""
    who = "; ".join(effect.says) or "somebody who answers nothing"
    size = "fewer answers do not show it" if runner.smallest else "for instance"
    loud = "SOME RUNNERS GET" if result.question in _LESS else "some runners get"
    advice = (
        listed(sorted(effect.advice, key=lambda each: not each.startswith("+ “")), ADVICE)
        if result.question in ("released", "plan")
        else ""
    )
    return [f"{loud} {QUESTIONS[result.question]}{levels}. {size.capitalize()}: {who}{f'. {advice}' if advice else ''}"]


def status_report(pack: Knowledge, standings: Mapping[str, EntryStanding], signatures: tuple[str, ...]) -> Report:
    """Whether a pack may be released, and what of it is not signed."""
    guarding = [each for each in standings.values() if each.entry.guards]
    open_ones = [each for each in guarding if each.state != "signed"]
    title = f"Signatures of {named(pack)}"
    verdict = (
        Span("everything that guards is signed", "good")
        if not open_ones
        else Span(f"not for release: {len(open_ones):,} of {len(guarding):,} entries that guard are not signed", "bad")
    )
    kinds = Counter((each.entry.kind, each.state == "signed") for each in standings.values())
    rows = [
        (plain(kind), str(kinds[kind, True]), str(kinds[kind, False]))
        for kind in dict.fromkeys(each.entry.kind for each in standings.values())
    ]
    named_ones = [
        Point((code(each.entry.name), f": {STATES[each.state]}", *(f" ({who.text}: {why})" for who, why in each.refused)))
        for each in first(open_ones, SHOWN)
    ]
    blocks: list[Block] = [Heading(title, 1), Paragraph(verdict)]
    blocks += points(*signatures) if signatures else (Paragraph("Nobody has signed this pack."),)
    blocks.append(Table(("Kind", "Signed", "Not signed"), tuple(rows), (1, 2)))
    if open_ones:
        blocks += [Heading("Not signed"), Points(tuple(named_ones)), *more(open_ones, SHOWN, ": `hipexpert review start` lists all")]
    return Report(title, tuple(blocks))


def signed_report(decided: Mapping[str, int], standings: Mapping[str, EntryStanding]) -> Report:
    """What was signed, and what is left."""
    open_ones = [each for each in standings.values() if each.entry.guards and each.state != "signed"]
    said = ", ".join(counted(number, "entry").replace("entrys", "entries") + f" {word}" for word, number in decided.items() if number)
    left = f"{len(open_ones):,} that guard are not signed yet" if open_ones else "everything that guards is signed"
    blocks = (
        Paragraph(f"signed: {said}"),
        Paragraph(left),
        *points(*(_left(each) for each in open_ones[:SHOWN])),
        *more(open_ones, SHOWN, ""),
    )
    return Report("Signed", blocks)


def _left(standing: EntryStanding) -> Words:
    return (code(standing.entry.name), f": {STATES[standing.state]}")
