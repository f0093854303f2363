"""What a program says in the words of a pack's field: ``texts.yaml``. Without the file, words that suit any field.

A sentence stands here when it would be wrong in another field. What is true whatever a pack is about stays with the program.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.vocabulary import Id, Line

AdviceCategory = Literal[
    "escalation",
    "safety_net",
    "first_72h",
    "activity",
    "exercise",
    "treatment",
    "return_to_running",
    "running_form",
    "prevention",
    "recovery",
    "fact",
    "review",
]
_HEADINGS: Mapping[AdviceCategory, str] = {
    "escalation": "Who to call",
    "safety_net": "Call at once if",
    "first_72h": "First",
    "activity": "What to do and what to leave",
    "exercise": "Step by step",
    "treatment": "What may help",
    "return_to_running": "Back to normal",
    "running_form": "Another way of doing it",
    "prevention": "To keep it from coming back",
    "recovery": "How long it may take",
    "fact": "Good to know",
    "review": "When to look again",
}
CATEGORIES: tuple[AdviceCategory, ...] = tuple(_HEADINGS)


class AreaTexts(Struct, frozen=True, forbid_unknown_fields=True):
    """How it is asked where something is: first, for more places, and for one place, whose label follows; and what to do with a picture."""

    where: Line = "Where is it?"
    elsewhere: Line = "Is it anywhere else too?"
    also_here: Line = "Is it here too"
    touch: Line = "Touch the place, or choose from the list."


class StartTexts(Struct, frozen=True, forbid_unknown_fields=True):
    """How a conversation begins: the title, question and lead of the page, what to tell in one's own words, and an example."""

    title: Line = "Tell what is wrong"
    question: Line = "What is wrong?"
    lead: Line = "A few short questions. Then you read how soon something should be done, what to do until then, and why."
    tell: Line = "What is wrong, since when, and what happened before it."
    tell_in_a_line: Line = "In one line: what is wrong, since when, and what happened before it."
    example: str = ""


class LetterTexts(Struct, frozen=True, forbid_unknown_fields=True):
    """The summary for whoever takes over: its name, its heading, what it is, and the findings that it begins with."""

    title: Line = "Summary for whoever takes over"
    heading: Line = "Summary for whoever takes over"
    note: Line = "What somebody answered, and what a rule base makes of it. Nobody has checked it."
    begins_with: tuple[Id, ...] = ()


class Texts(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a field.

    ``purpose`` stands behind the title of the pack where there is room for a few words only. ``starts_among`` are those among
    whom a prior says how common a condition is. ``ask_first`` stands above questions on whose answers advice depends,
    ``before_advice`` begins such a question, ``trying`` goes with every question that asks to try something.
    """

    purpose: Line = "decision support, which can be wrong"
    starts_among: Line = "all cases"
    headings: Mapping[AdviceCategory, Line] = NOTHING
    ask_first: Line = "Answer first: some advice depends on it"
    depends: Line = "Some advice depends on these answers."
    before_advice: Line = "before anything is advised"
    trying: Line = "Only if you can try it without doing harm."
    areas: AreaTexts = AreaTexts()
    start: StartTexts = StartTexts()
    letter: LetterTexts = LetterTexts()

    def __post_init__(self) -> None:
        freeze(self, "headings")

    def heading(self, category: AdviceCategory) -> str:
        """What stands above the advice of a category; a neutral heading where the pack has none of its own."""
        return self.headings.get(category, _HEADINGS[category])
