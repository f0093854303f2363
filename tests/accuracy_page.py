"""``make accuracy``: the page docs/accuracy.md, what `hipexpert bench` says of the cases in this repository, and what
simulated interviews of them come to (kept in tests/interviews.csv, and those that begin with own words in tests/interviews_from_words.csv).
"""

import re
import sys
from collections.abc import Callable, Sequence

from own_words_measured import own_words_section
from running import ROOT, run_process
from simulated_interviews import FILE, FROM_WORDS, kept, section, simulate_all, simulate_all_from_words, to_csv

from hipexpert.audit.measuring.interviews import Simulated
from hipexpert.cli.output import write

PAGE = ROOT / "docs" / "accuracy.md"
SECTIONS = {
    "Published cases": ("tests/cases/published", "--settings", "tests/settings.yaml"),
    "Authored cases": ("tests/cases/authored",),
    "Presentations, held out": ("tests/presentations/held_out",),
    "Presentations, looked at": ("tests/presentations/looked_at",),
    "Presentations written blind, held out": ("tests/presentations/blind/held_out",),
    "Presentations written blind, looked at": (
        "tests/presentations/blind/looked_at",
        "tests/presentations/blind/second_round",
        "tests/presentations/blind/third_round",
    ),
    "Presentations by protocol, held out": ("tests/presentations/blind/protocols/held_out",),
    "Presentations by protocol, looked at": ("tests/presentations/blind/protocols/looked_at",),
}

INTRODUCTION = """# Accuracy

What the hip pack gets right on cases whose answer is known. `make accuracy` generates this page; do not edit it.

**None of this is a validation.**

- The published cases are case reports, teaching pages, runners' own accounts and first messages of a line or two. The rule base was
  looked at against them while it was improved, so the figures say how well it fits these cases, not how it would do on runners that
  nobody has seen. With 39 of them the rules were made. The other 46 were written down as findings by somebody who knew neither the rules
  nor the outcome, with the vocabulary of version 0.1.0; what it could not hold is in the notes of each case. No rule may be tuned to one
  of them, but kinds of mistakes seen on them were mended. They are measured apart under "Read twice".
- Constants of the weighing were chosen on the published cases too. Under "Cross-validated by source" they are chosen anew without each
  source and tried on it. That takes back what the choice of constants flatters, and not what the choice of rules does.
- The authored cases were written by the same people as the rules. They flatter: a mistake that their authors share is in both.
  They are there to show when a change breaks something.
- The presentations are short: what a case report, a runner's blog or (a half of them) an authored patient says at first, encoded before
  anything was run. By their names half were put aside: only totals were read of them while pictures were mended on what the other half
  showed of kinds of mistakes. The first-person ones among those held out are nearest to what a stranger types.
- Those written blind came later: texts, what is said of them, ranges and keys were kept in the repository before any was run. Of the
  first 64 every other one is held out, and only its totals were read. What the other half and a second round of 40 showed was mended; a
  third round of 40 was run when that was done: nothing was mended on it. Whoever wrote them knew the rules, so they are easier than
  strangers are.
- Those by protocol go through red flags, guidelines and triage advice one by one, 120 of them dangerous and told with little or untypical
  information, 46 of every day. They have a level and no diagnosis. Every other one is held out as above.
- The safe ranges of urgency were set by one reader who knew the outcome, and not reviewed by a clinician. So were the conditions that a
  case accepts: besides its diagnosis (*exact*), others that are reasonable on what is known (*accepted*). The 46 were read a second
  time by a reader who did not know the outcome; this reader too was no clinician. Where the two disagree, neither is the truth.
- Triage is measured twice: as said, where too little may be known to say anything calm; and with the questions of the screen that the
  case leaves open denied, as on a paper form. Somebody who writes a case down leaves out what nobody would mention, and the program must
  not take that for a no.
- The cases are few, and published cases are the unusual ones. Read the intervals, not only the percentages.
- A case holds what its presentation says and no more. What was not said stays unknown.
"""


def accuracy_page(bench: Callable[[Sequence[str]], str], interviews: list[Simulated], from_words: list[Simulated]) -> str:
    """The page, with the interviews that begin with a question and those that begin with own words; ``bench`` gives the Markdown of
    `hipexpert bench` with some words after it, started in the checkout.
    """
    parts = [INTRODUCTION]
    for title, words in SECTIONS.items():
        command = f"hipexpert bench {' '.join(words)} --format markdown"
        below = re.sub(r"^#", "###", bench(words), flags=re.MULTILINE)
        parts.append(f"## {title}\n\n`{command}`\n\n{below}")
    return "\n".join([*parts, own_words_section(), section(interviews, from_words)])


def measured_in_a_process(words: Sequence[str]) -> str:
    """The Markdown of `python -m hipexpert bench`, run on the checkout."""
    outcome = run_process(ROOT, "bench", *words, "--format", "markdown")
    if outcome.returncode:
        sys.stderr.write(outcome.stderr.decode())
        raise SystemExit(outcome.returncode)
    return outcome.stdout.decode()


if __name__ == "__main__":
    write(to_csv(simulate_all()), str(FILE))
    write(to_csv(simulate_all_from_words()), str(FROM_WORDS))
    write(accuracy_page(measured_in_a_process, kept(), kept(FROM_WORDS)), str(PAGE))
