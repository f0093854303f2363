"""What a pack makes of the conclusions, in CLIPS: the level, the ranking, the plan, and a report of them."""

from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, UNDETERMINED, Level, StatedLevel, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.plan import ONE_OF, waits
from hipexpert.rendering.clips.writing import constructs, heading, quoted, symbol


def outcome(pack: Pack) -> list[str]:
    """The constructs that come after all rules."""
    return [
        *heading("the level"),
        *_level(screened=bool(pack.screen), contradicted=bool(pack.constraints)),
        *heading("the ranking"),
        *_ranking(pack),
        *heading("the plan"),
        *_plan(pack),
        *_report(pack),
    ]


def _level(*, screened: bool, contradicted: bool) -> list[str]:
    lines = ["(deftemplate level (slot is) (slot at-most))", ""]
    for number, level in enumerate(reversed(LEVELS)):
        raised = [] if level == LEVELS[0] else [f"  (urgency {level})"]
        earned = [f"  ({ANSWERED.replace(':', ' ')})"] if screened and level in CALM else []
        earned += [f"  (not ({CONTRADICTED.replace(':', ' ')}))"] if earned and contradicted else []
        lines += _level_rule(level, level, -900 - 2 * number, raised + earned)
        if earned:  # something calm waits for the screen, and for answers that can all be true
            lines += _level_rule(UNDETERMINED, level, -901 - 2 * number, raised)
    return lines


def _level_rule(stated: StatedLevel, raised: Level, salience: int, premises: list[str]) -> list[str]:
    name = stated if stated == raised else f"{stated}-{raised}"
    head = [f"(defrule #level-{name}", f"  (declare (salience {salience}))", "  (not (level))", *premises, "  =>"]
    return [*head, f"  (assert (level (is {stated}) (at-most (#could-be {raised})))))", ""]


def _ranking(pack: Pack) -> list[str]:
    weighed = sorted((each for each in pack.conditions if each.prior is not None), key=lambda each: (-rank(each.typical_urgency), each.id))
    bands, behind = pack.about.weighing.bands, pack.about.weighing.behind
    lines = ["; Equal totals are ranked in this order: by typical urgency, then by name."]
    lines += ["(deftemplate condition (slot id) (slot name) (slot urgency) (slot order (type INTEGER)))", "", "(deffacts #conditions"]
    for order, each in enumerate(weighed, 1):
        lines.append(f"  (condition (id {symbol(each.id)}) (name {quoted(each.name)}) (urgency {each.typical_urgency}) (order {order}))")
    lines += [")", "", "(deffunction #band (?decibans ?behind)"]
    for band in ("likely", "possible", "less_likely"):
        enough = f"(>= ?decibans {bands[band]})"
        near = f"(and {enough} (<= ?behind {behind[band]}))" if band in behind else enough
        lines.append(f"  (if {near} then (return {band}))")
    return [*lines, "  unlikely)", "", constructs("ranking")]


def _plan(pack: Pack) -> list[str]:
    active = [each for each in pack.advice_in_order if each.status == "active"]
    lines = ["; What waits, by level.", "(deffacts #waiting"]
    lines += [f"  (waits {level} {symbol(each.id)})" for level in pack.stated_levels for each in active if waits(pack, each, level)]
    lines += [
        ")",
        "",
        "; What is not given beside other advice: that with a tag it rules out, and a second one of a kind.",
        "(deffacts #giving-way",
    ]
    tags = list(dict.fromkeys(tag for each in active for tag in each.rules_out))
    lines += [f"  (rules-out {symbol(each.id)} {tag})" for each in active for tag in each.rules_out]
    lines += [f"  (tagged {symbol(each.id)} {tag})" for each in active for tag in each.tags if tag in tags]
    for kind in sorted(ONE_OF):
        same = [each.id for each in pack.advice if each.category == kind and each.status == "active"]
        lines += [f"  (told-before {symbol(one)} {symbol(other)})" for place, other in enumerate(same) for one in same[:place]]
    lines += [")", "", "(deftemplate advice (slot id) (slot category) (slot title) (slot says))", "", "(deffacts #advice"]
    for each in active:
        lines.append(f"  (advice (id {symbol(each.id)}) (category {each.category}) (title {quoted(each.title)})")
        lines.append(f"    (says {quoted(each.says)}))")
    return [*lines, ")", "", constructs("plan")]


def _report(pack: Pack) -> list[str]:
    about = pack.about
    lines = [*heading("the report"), "(deffunction #title (?level)", "  (switch ?level"]
    for level in pack.stated_levels:
        text = pack.level_text(level)
        lines.append(f"    (case {level} then {quoted(f'{text.title}. {text.action}')})")
    return [*lines, '    (default "")))', "", constructs("report").replace("DISCLAIMER", quoted(about.disclaimer))]
