"""What a diary says beside the answers of a person: shown before anything is concluded from it."""

from collections.abc import Iterable

from hipexpert.companion.offering import OfferedAnswer
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.amounts import amount
from hipexpert.knowledge.packs.vocabulary import Choice, Number, YesNo
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Words, points, quiet


def offer_blocks(pack: Pack, offers: Iterable[OfferedAnswer]) -> tuple[Block, ...]:
    """The answers that were taken from the diary with their derivation, and those that were not, as the person says otherwise."""
    listed = tuple(offers)
    if not listed:
        return (Paragraph(quiet("Your log adds nothing: it is too short, or its last entry too old.")),)
    used = points(*(_used(pack, each) for each in listed if each.used))
    kept = [_kept(pack, each) for each in listed if not each.used]
    blocks: list[Block] = [Heading("From your log"), *used] if used else []
    if kept:
        blocks += [Paragraph("Not taken from your log, as your own answer counts:"), *points(*kept)]
    return tuple(blocks)


def _used(pack: Pack, offer: OfferedAnswer) -> Words:
    return (in_words(pack, offer.finding, offer.value), quiet(f", {offer.because}"))


def _kept(pack: Pack, offer: OfferedAnswer) -> Words:
    said = in_words(pack, offer.finding, offer.said) if offer.said is not None else ""
    if offer.said == offer.value:
        return (f"{said}: your log says the same", quiet(f", {offer.because}"))
    return (f"{said}: your log says {in_words(pack, offer.finding, offer.value)}", quiet(f", {offer.because}"))


def in_words(pack: Pack, finding: str, answer: Answer) -> str:
    """An answer as people read it."""
    about = pack.findings[finding]
    if isinstance(about, YesNo) and isinstance(answer, bool):
        return (about.present if answer else about.absent) or about.question
    if isinstance(about, Choice) and isinstance(answer, str):
        return next((value.says for value in about.values if value.id == answer), "") or answer
    if isinstance(about, Number) and isinstance(answer, int | float):
        return f"{about.noun} {amount(about, answer, pack.language)}"
    return about.question
