"""What the diary says beside the answers of a case: taken, and told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hipexpert.cli.diary_options import opened
from hipexpert.companion.offering import offered_answers, with_offers
from hipexpert.knowledge.runner.reading_intake import answers_in_words
from hipexpert.rendering.reports.offers import offer_blocks

if TYPE_CHECKING:
    from hipexpert.knowledge import Intake, Pack
    from hipexpert.rendering.report.blocks import Block


def with_diary(file: str, today: str | None, pack: "Pack", said: "Intake", words: Sequence[str]) -> "tuple[Intake, tuple[Block, ...]]":
    """What was said with what a diary (of no name: the one in the data folder) adds, and what is told of it. Raises ProblemsError."""
    unsaid = [question.finding for question in answers_in_words(words, pack).unknown]
    with opened(file or None, today) as diary:
        offers = offered_answers(diary, pack, said, unsaid=unsaid)
    return with_offers(said, offers), offer_blocks(pack, offers)
