"""What a pack makes of the conclusions, in CLIPS: the level, the ranking, the plan, and a report of them."""

from hipexpert.knowledge.packs.pack import LEVELS, Pack, rank
from hipexpert.knowledge.runner.plan import CATEGORIES, KEPT_UNTIL_SEEN
from hipexpert.rendering.clips.writing import heading, quoted, symbol


def outcome(pack: Pack) -> list[str]:
    """The constructs that come after all rules."""
    return [*heading("the level"), *_level(), *heading("the ranking"), *_ranking(pack), *heading("the plan"), *_plan(pack), *_report(pack)]


def _level() -> list[str]:
    lines = ["(deftemplate level (slot is) (slot at-most))", ""]
    for number, level in enumerate(reversed(LEVELS)):
        raised = [] if level == LEVELS[0] else [f"  (urgency {level})"]
        lines += [f"(defrule #level-{level}", f"  (declare (salience {-900 - number}))", "  (not (level))", *raised, "  =>"]
        lines += [f"  (assert (level (is {level}) (at-most (#could-be {level})))))", ""]
    return lines


def _ranking(pack: Pack) -> list[str]:
    weighed = sorted((each for each in pack.conditions if each.prior is not None), key=lambda each: (-rank(each.typical_urgency), each.id))
    bands = pack.about.weighing.bands
    lines = ["; Equal totals are ranked in this order: by typical urgency, then by name."]
    lines += ["(deftemplate condition (slot id) (slot name) (slot urgency) (slot order (type INTEGER)))", "", "(deffacts #conditions"]
    for order, each in enumerate(weighed, 1):
        lines.append(f"  (condition (id {symbol(each.id)}) (name {quoted(each.name)}) (urgency {each.typical_urgency}) (order {order}))")
    lines += [")", "", "(deffunction #band (?decibans)"]
    lines += [f"  (if (>= ?decibans {bands[band]}) then (return {band}))" for band in ("likely", "possible", "less_likely")]
    return [*lines, "  unlikely)", "", RANKING]


RANKING = """\
(deftemplate unranked (slot condition) (slot decibans) (slot order))
(deftemplate ranked (slot place) (slot condition) (slot decibans) (slot band))

(deffunction #ranks-after (?one ?other)
  (bind ?less (- (fact-slot-value ?other decibans) (fact-slot-value ?one decibans)))
  (or (> ?less 0) (and (= ?less 0) (> (fact-slot-value ?one order) (fact-slot-value ?other order)))))

(defrule #to-be-ranked
  (declare (salience -900))
  (total (for ?condition) (decibans ?decibans))
  (condition (id ?condition) (order ?order))
  =>
  (assert (unranked (condition ?condition) (decibans ?decibans) (order ?order))))

(defrule #rank
  (declare (salience -910))
  =>
  (bind ?place 0)
  (foreach ?each (sort #ranks-after (find-all-facts ((?unranked unranked)) TRUE))
    (bind ?place (+ ?place 1))
    (bind ?decibans (fact-slot-value ?each decibans))
    (assert (ranked (place ?place) (condition (fact-slot-value ?each condition)) (decibans ?decibans) (band (#band ?decibans))))))
"""


def _plan(pack: Pack) -> list[str]:
    waits = [(level, category) for level in LEVELS for category in CATEGORIES if category not in KEPT_UNTIL_SEEN.get(level, CATEGORIES)]
    lines = ["; What waits until the runner has been seen, by level.", "(deffacts #waiting"]
    lines += [f"  (waits {level} {category})" for level, category in waits]
    lines += [")", "", "(deftemplate advice (slot id) (slot category) (slot title) (slot says))", "", "(deffacts #advice"]
    for each in pack.advice:
        if each.status == "active":
            lines.append(f"  (advice (id {symbol(each.id)}) (category {each.category}) (title {quoted(each.title)})")
            lines.append(f"    (says {quoted(each.says)}))")
    return [*lines, ")", "", PLAN]


PLAN = """\
(defrule #given
  (declare (salience -920))
  (level (is ?level))
  (advise ?advice)
  (advice (id ?advice) (category ?category))
  (not (avoid ?advice))
  (not (waits ?level ?category))
  =>
  (assert (given ?advice)))

; Avoiding always beats advising.
(defrule #withheld
  (declare (salience -920))
  (level (is ?level))
  (advise ?advice)
  (advice (id ?advice) (category ?category))
  (or (avoid ?advice) (waits ?level ?category))
  =>
  (assert (withheld ?advice)))
"""


def _report(pack: Pack) -> list[str]:
    about = pack.about
    lines = [*heading("the report"), "(deffunction #title (?level ?settled)", "  (switch ?level"]
    for level in LEVELS:
        text = pack.level_text(level)
        title = quoted(f"{text.title}. {text.action}")
        open_title = quoted(f"{text.unsettled or text.title}. {text.action}")
        lines.append(f"    (case {level} then (if ?settled then {title} else {open_title}))")
    return [*lines, '    (default "")))', "", REPORT.replace("DISCLAIMER", quoted(about.disclaimer))]


REPORT = """\
(deffunction report ()
  (foreach ?finding (#findings)
    (if (> (#answered ?finding) (#answers ?finding)) then (printout t "answered twice: " ?finding crlf)))
  (do-for-all-facts ((?each level)) TRUE
    (printout t "urgency: " ?each:is ", at most " ?each:at-most crlf)
    (printout t (#title ?each:is (eq ?each:is ?each:at-most)) crlf)
    (if (neq ?each:is ?each:at-most) then
      (printout t "Questions are open that could raise it to " ?each:at-most "." crlf)))
  (do-for-all-facts ((?each contradiction)) TRUE
    (printout t "answers contradict each other: " (implode$ ?each:implied) crlf))
  (printout t "ranking, not a probability:" crlf)
  (do-for-all-facts ((?each ranked) (?condition condition)) (eq ?each:condition ?condition:id)
    (printout t "  " ?each:place ". " ?condition:name " (" ?each:band ", " ?each:decibans ")" crlf))
  (printout t "advice:" crlf)
  (do-for-all-facts ((?given given) (?each advice)) (eq (nth$ 1 ?given:implied) ?each:id)
    (printout t "  " ?each:title ": " ?each:says crlf))
  (printout t "withheld:" crlf)
  (do-for-all-facts ((?withheld withheld) (?each advice)) (eq (nth$ 1 ?withheld:implied) ?each:id)
    (printout t "  " ?each:title crlf))
  (printout t DISCLAIMER crlf))
"""
