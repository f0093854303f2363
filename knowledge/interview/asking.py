"""Which question matters most now, in the order in which a good clinician asks.

Who the runner is and where it hurts come first, then what happened and whether the leg takes weight, then the warning signs on
short lists, then what tells the leading conditions apart, last what may have caused it and what the plan needs. Of each stage only
that is asked whose answer could change something (:mod:`hipexpert.knowledge.interview.stakes`).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import ceil

from hipexpert.engine import Lookahead, Outlook, Run
from hipexpert.knowledge.interview.askable import Askable, may_be_listed
from hipexpert.knowledge.interview.questions import AskedLine, ConditionAtStake, NextQuestion, Rationale, RuleAtStake
from hipexpert.knowledge.interview.stakes import TELLS, Stake, Stakes
from hipexpert.knowledge.packs.conversation import FORMS, ConversationItem, Stage, one_line
from hipexpert.knowledge.packs.ladder import LEVELS, Level, StatedLevel, rank
from hipexpert.knowledge.packs.vocabulary import Choice, Choices
from hipexpert.knowledge.runner.asking_first import asked_first
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.knowledge.runner.results import Screen
from hipexpert.knowledge.runner.safety import may_be_suggested
from hipexpert.knowledge.runner.screening import left_to_answer, screen_of
from hipexpert.knowledge.runner.unknowns import FARTHEST, Unknowns, Way

LIST = 9  # a longer list is not quick to deny
FIRST_LIST = 8
SIGNS = 7  # phrases that one line is made of, and
WORDS = 41  # words: what is longer is not read as one thing
CHOICES = 2  # questions of one screen that each have answers to choose from
TELLING = 6  # lines on one list of what tells conditions apart: what they say decides what is worth asking next
PART = 0.2  # of an item that a further part of a line costs
CAUSE = 0.15  # of the entropy in nats that what may have caused it must be expected to take away
GAIN = 0.5  # steps of urgency, halved for each further answer, that a question alone must promise
LINE = 2.0  # how much rather a line of a list is asked than a question by itself
NEAR = 2  # answers that a rule may need, this one among them, for its questions to be asked for the urgency alone
PATIENCE = 18  # items after which what only tells conditions apart, causes and what the plan needs are not asked any more,
MOST = 36  # and after which only what was said to apply is asked about


class Asking:
    """What is still worth asking one runner. ``passed`` are the findings that were asked and not answered; those of a
    clinician are asked only with ``clinician``. ``spent`` is how many items were read and decided already. Of the findings
    ``vaguely`` answered ("my hip hurts") it is asked where more exactly.
    """

    def __init__(
        self,
        askable: Askable,
        intake: Intake,
        run: Run,
        denied: frozenset[str],
        passed: frozenset[str],
        *,
        clinician: bool,
        spent: int = 0,
        waiting: frozenset[str] = frozenset(),
        vaguely: frozenset[str] = frozenset(),
    ) -> None:
        self.askable = askable
        self.pack = askable.pack
        self.intake = intake
        self._run = run
        self._denied = denied
        self._passed = passed
        self._clinician = clinician
        self._spent = spent
        self._waiting = waiting
        self._vaguely = vaguely
        self._longer = 3 if clinician else 1  # an examination is asked for as well
        self._lookahead = Lookahead(run.compiled.tables, run.given_numbers, askable.wanted)
        self._known: dict[str, Stake | None] = {}
        self._level = askable.level(self._lookahead, self._lookahead.now)

    @cached_property
    def open_facts(self) -> Mapping[str, tuple[str, ...]]:
        """The findings that may be asked, with the facts that their answers could still bring.

        A test at home is asked only once it is known to be safe; what was passed over is not known, and is not asked again.
        """
        known, found = self._denied.union(self._run.given), dict[str, tuple[str, ...]]()
        left_out = self.askable.left_out(clinician=self._clinician) | self._may_not_be_asked
        for name, facts in self.askable.facts_of.items():
            if name in left_out:
                continue
            still = facts if known.isdisjoint(facts) else tuple([fact for fact in facts if fact not in known])
            if still:
                found[name] = still
        return found

    @cached_property
    def _may_not_be_asked(self) -> frozenset[str]:
        """The findings that are not asked of this runner, beside those that never are."""
        special = self.askable.special.union(self.intake.answers)
        may_not = self._passed.union([name for name in special if not self._may_be_asked(name)])
        return may_not.intersection(self.askable.facts_of)

    def _may_be_asked(self, name: str) -> bool:
        if not (self._may_be_tried(name) or self._to_be_noticed(name)):
            return False
        once = self.pack.asked_once.get(name)
        if once and not any(self.intake.answers.get(each) in said for each, said in once.items()):
            return False
        answer = self.intake.answers.get(name)
        if answer is None or name in self._vaguely:
            return True
        return isinstance(answer, Mapping) and not any(answer.values())  # a place that hurts answers "where?"

    def _may_be_tried(self, name: str) -> bool:
        return may_be_suggested(self.pack, name, self._run.facts.__contains__)

    def _to_be_noticed(self, name: str) -> bool:
        """Whether a test that nobody may try is asked for as what somebody has noticed already."""
        return name in self.pack.noticed and rank(self.raised) < rank("urgent") and not self._may_be_tried(name)

    def stake(self, name: str) -> Stake | None:
        """What a finding that may be asked could change; None where it may not be asked, or could change nothing."""
        if name not in self._known:
            self._known[name] = self._stake(name) if name in self.open_facts and self.raised != "emergency" else None
        return self._known[name]

    def _stake(self, name: str) -> Stake | None:
        stake = self._stakes.of(name)
        stake.through(self._ways.get(name, ()))
        stake.screen = self.screened.get(name, "") if name in self._unanswered else ""
        return stake if stake.matters and (stake.screen or stake.raises or self._may_apply(name)) else None

    def _may_apply(self, name: str) -> bool:
        """Whether an answer that says that it applies would not contradict what is known: no man is read a line about periods, unless
        his "no" raised the urgency.
        """
        applying = self.askable.applying.get(name)
        return applying is None or not applying <= self._stakes.impossible

    @cached_property
    def _stakes(self) -> Stakes:
        return Stakes(self.askable, self._lookahead, self._run.given, self.open_facts)

    @cached_property
    def _ways(self) -> Mapping[str, list[Way]]:
        """For each finding the rules that its answers could help to raise the urgency, together with others that may be asked."""
        never, given = self.askable.never_asked(clinician=self._clinician), self._run.given
        unasked = [fact for name in self._may_not_be_asked for fact in self.askable.facts_of[name]]
        denied = self._denied.union(never.inputs, unasked).difference(given) | self._stakes.impossible
        outlook = Outlook(self._run, denied, never if never.inputs.isdisjoint(given) else self.askable.never, early=True)
        unknowns = Unknowns(self.askable.raising, self.askable.key, Intake(self.intake.answers), outlook)
        found: dict[str, list[Way]] = {}
        for number, ways in unknowns.ways(self.raised, None, early=True).items():
            found.setdefault(self.askable.key.asked[number].finding, []).extend(ways)
        return found

    @cached_property
    def _outlook(self) -> Outlook:
        return Outlook(self._run, self._denied | self.askable.never.inputs, self.askable.never)

    @cached_property
    def _unknowns(self) -> Unknowns:
        return Unknowns(self.askable.raising, self.askable.key, self.intake, self._outlook)

    def matters(self, name: str) -> bool:
        """Whether it is still worth asking about what was said to apply."""
        stake = self.stake(name)
        return stake is not None and (bool(stake.screen) or bool(stake.ways) or stake.steps > 0 or stake.told > TELLS)

    @cached_property
    def _screen(self) -> Screen:
        return screen_of(self.pack, self.askable.key.settled, self._run.facts)

    @cached_property
    def _unanswered(self) -> frozenset[str]:
        """The findings of the screen that are open."""
        return frozenset(each.finding for each in self._screen.open)

    @cached_property
    def screened(self) -> Mapping[str, str]:
        """The findings of the screen that a reader would be told to answer first, and why each is asked."""
        left = left_to_answer(self._screen, self.raised, lambda: self._unknowns.raising_above(self.raised))
        return {each.finding: each.because for each in left}

    def questions(self, most: int | None = None) -> tuple[NextQuestion, ...]:
        """The ``most`` questions that come next if none of them is answered, or all that do."""
        placed: set[str] = set(self._waiting)
        found: list[NextQuestion] = []
        spent = self._spent
        while most is None or len(found) < most:
            question = self._next(placed, spent)
            if question is None:
                break
            found.append(question)
            placed.update(question.ids)
            spent += question.items
        return tuple(found)

    def _next(self, placed: set[str], spent: int) -> NextQuestion | None:
        if self.raised == "emergency":
            return None
        left = [name for name in self.open_facts if name not in placed]
        return (
            self._about(left)
            or self._where(left)
            or self._single("course", left)
            or self._single("walking", left)
            or self._warnings(left)
            or (self._telling(left, spent) if spent < MOST * self._longer else None)
            or (self._single("causes", left) if spent < PATIENCE * self._longer else None)
            or (self._plan(left) if spent < PATIENCE * self._longer else None)
        )

    def _items(self, *stages: Stage) -> Iterable[ConversationItem]:
        return (item for item in self.pack.conversation if item.stage in stages)

    def _about(self, left: list[str]) -> NextQuestion | None:
        forms = ([name for name in item.of if name in left] for item in self._items("who"))
        return next((self.form(names, "who") for names in forms if names), None)

    def _where(self, left: list[str]) -> NextQuestion | None:
        """The areas of a finding of several places; of somebody who named a place, whether there is another, where that matters."""
        areas = [item for item in self._items("where") if item.of[0] in left]
        if not areas:
            return None
        name = areas[0].of[0]
        said = self.intake.answers.get(name)
        known = said if isinstance(said, Mapping) else {}
        may_be_none = any(known.values()) and name not in self._vaguely
        if may_be_none and not self._alarming(name):
            return None
        lines = ((item, tuple(value for value in item.values if value not in known)) for item in areas)
        shown = tuple(AskedLine(item.ask, item.of, values) for item, values in lines if values)
        return self._question([name], "where", kind="areas", lines=shown, may_be_none=may_be_none) if shown else None

    def _single(self, stage: Stage, left: list[str]) -> NextQuestion | None:
        """The next question of a stage that could change something, or form of several."""
        for item in self._items(stage):
            names = [name for name in item.of if name in left and self._is_worth_asking(name, stage)]
            if names:
                return self.form(names, stage)
        return None

    def _is_worth_asking(self, name: str, stage: Stage) -> bool:
        """Whether an answer could change something; of a cause, whether that is much, or an alarm."""
        stake = self.stake(name)
        return stake is not None and (stage != "causes" or self._raises(name) or stake.told > CAUSE)

    def _alarming(self, name: str) -> bool:
        """Whether an answer could raise the urgency, with at most one more beside it, or something calm waits for it."""
        stake = self.stake(name)
        if stake is None or (name in self._in_screen and name not in self.screened):
            return False  # of the screen only what this runner need be asked
        return bool(stake.screen) or self._raises(name)

    def _raises(self, name: str) -> bool:
        """Whether an answer could raise the urgency, with at most one more beside it."""
        stake = self.stake(name)
        return stake is not None and (stake.raises > 0 or any(way.cost <= NEAR for way in stake.ways.values()))

    @cached_property
    def _in_screen(self) -> frozenset[str]:
        return frozenset(item.ask for item in self.pack.screen)

    def _warnings(self, left: list[str]) -> NextQuestion | None:
        """The next list of warning signs; what cannot stand on a list is asked by itself."""
        lines: list[AskedLine] = []
        items = [*self._items("warnings"), *(ConversationItem(name, "warnings", (name,)) for name in self._unlisted(left))]
        for item in items:
            asked = [name for name in item.of if name in left and self._alarming(name)]
            lines += self._lines(item, self._with_beside(item, asked, left), left)
        if not lines:
            return None
        single = next((line for line in lines if len(line.of) == 1 and not may_be_listed(self.pack.findings[line.of[0]], self.pack)), None)
        listed = [line for line in lines if line is not single]
        if single is not None and (single is lines[0] or not listed):
            return self._question(list(single.of), "warnings")
        return self._list(listed[:FIRST_LIST] if len(listed) > LIST else listed, "warnings")

    def _with_beside(self, item: ConversationItem, asked: list[str], left: list[str]) -> list[str]:
        """What is asked of a line, with what else of it could raise the urgency: it costs no line of its own. What needs more answers
        than another question here stands on it while the line does not get too long.
        """
        if not asked or not item.parts:
            return asked
        near = [name for name in item.of if name in left and (name in asked or self._raises(name))]
        far = [name for name in item.of if name in near or (name in left and self._could_raise(name))]
        return far if len(self._of_parts(item, far)) == 1 else near

    def _could_raise(self, name: str) -> bool:
        """Whether an answer could raise the urgency, with as many more beside it as a question is called decisive for."""
        stake = self.stake(name)
        return stake is not None and any(way.cost <= FARTHEST for way in stake.ways.values())

    def _unlisted(self, left: list[str]) -> list[str]:
        """What of the screen ``interview.yaml`` has no line for."""
        named = {name for item in self.pack.conversation for name in item.of}
        return [name for name in left if name in self.screened and name not in named]

    def _lines(self, item: ConversationItem, asked: list[str], left: list[str]) -> list[AskedLine]:
        """The line of an item, as long as none of its parts was answered; then a line for each part that is still asked."""
        if not asked:
            return []
        if item.parts and any(may_be_listed(self.pack.findings[name], self.pack) for name in asked):
            return self._of_parts(item, asked)
        if len(item.of) > 1 and all(name in left for name in item.of):
            return [AskedLine(item.ask, item.of)]
        if len(item.of) == 1:
            finding = self.pack.findings[item.of[0]]
            return [AskedLine(item.ask or finding.question, item.of, help="" if item.ask else finding.help)]
        return [AskedLine(self.pack.findings[name].question, (name,), help=self.pack.findings[name].help) for name in asked]

    def _of_parts(self, item: ConversationItem, asked: list[str]) -> list[AskedLine]:
        """The lines that the words of some parts make: one, or as many as nobody loses the thread of."""
        phrases = item.phrases(asked)
        words = sum(len(each.split()) for each, _ in phrases)
        size = ceil(len(phrases) / max(ceil(len(phrases) / SIGNS), ceil(words / WORDS)))
        return [self._line_of(item, phrases[start : start + size]) for start in range(0, len(phrases), size)]

    def _line_of(self, item: ConversationItem, phrases: Sequence[tuple[str, tuple[str, ...]]]) -> AskedLine:
        asked = tuple(name for _, names in phrases for name in names)
        only = {name: values for name, values in item.only.items() if name in asked}
        parts = {name: item.parts[name] for name in asked} if len(asked) > 1 else {}
        return AskedLine(one_line([words for words, _ in phrases], item.ask, self.pack.language), asked, only=only, parts=parts)

    def _telling(self, left: list[str], spent: int) -> NextQuestion | None:
        """What could still raise the urgency, then what tells the leading conditions apart best: lists of what can stand on one."""
        elsewhere = {name for item in self._items("causes", "plan") for name in item.of if not self._raises(name)}
        tells = {name: stake for name in left if name not in elsewhere and (stake := self.stake(name)) is not None}
        lines = {item.id: item for name in tells for item in [self.pack.line_of.get(name) or ConversationItem(name, "telling", (name,))]}
        raising = self._raising(lines, tells)
        telling: list[str] = []
        if spent + len(raising) < PATIENCE * self._longer:
            worth = {key: self._worth(item, tells) for key, item in lines.items() if key not in raising}
            telling = sorted((key for key in worth if worth[key] > TELLS / self._longer**3), key=lambda key: (-worth[key], key))
            telling = telling[: PATIENCE * self._longer - spent - len(raising)]
        chosen = [*raising, *telling]
        if not chosen:
            return None
        listed: list[AskedLine] = []
        for key in chosen:
            asked = [name for name in lines[key].of if name in tells and may_be_listed(self.pack.findings[name], self.pack)]
            if lines[key].parts:
                asked = [name for name in asked if tells[name].ways or tells[name].raises or tells[name].told > TELLS] or asked[:1]
            listed += self._lines(lines[key], asked, left)
        room = MOST * self._longer - spent
        if listed and ((raising and self._is_listed(lines[raising[0]])) or (not raising and self._is_listed(lines[telling[0]]))):
            most = max(len(raising), TELLING)
            return self._list(listed[: max(1, min(most, LIST, room))], "telling")
        single = [next(name for name in lines[key].of if name in tells) for key in chosen if not self._is_listed(lines[key])]
        return self.together(single or [next(name for name in lines[chosen[0]].of if name in tells)], "telling")

    def _is_listed(self, item: ConversationItem) -> bool:
        return len(item.of) > 1 or may_be_listed(self.pack.findings[item.of[0]], self.pack)

    def _raising(self, lines: Mapping[str, ConversationItem], tells: Mapping[str, Stake]) -> list[str]:
        """The fewest lines, chosen greedily (Chvatal 1979), that touch every rule that could raise the urgency with few answers."""
        touched = {
            key: {
                way.rule: way.gain
                for name in item.of
                if name in tells
                for way in tells[name].ways.values()
                if way.cost <= NEAR and way.gain >= GAIN
            }
            | {name: float(tells[name].raises) for name in item.of if name in tells and tells[name].raises and not tells[name].ways}
            for key, item in lines.items()
        }
        chosen: list[str] = []
        covered: set[str] = set()
        while True:
            gains = {
                key: LINE ** self._is_listed(lines[key]) * sum(gain for rule, gain in rules.items() if rule not in covered)
                for key, rules in touched.items()
                if key not in chosen
            }
            best = min(gains, key=lambda key: (-gains[key], key), default="")
            if not best or not gains[best]:
                return chosen
            chosen.append(best)
            covered.update(touched[best])

    def _worth(self, item: ConversationItem, tells: Mapping[str, Stake]) -> float:
        """What a line tells for what it costs: whoever says that it applies has its parts to decide on as well."""
        changing = [name for name in item.of if name in tells and (tells[name].ranking > 0 or tells[name].urgency > 0)]
        parts = [tells[name].worth for name in changing]
        return sum(parts) / (1.0 + PART * (len(item.of) - 1))

    def _plan(self, left: list[str]) -> NextQuestion | None:
        """What advice waits for, as far as somebody may do without being seen first."""
        if self.level == "undetermined" or rank(self.raised) > rank("soon"):
            return None
        names = [each.finding for each in asked_first(self.pack, self.level, self._outlook, self._unknowns) if each.finding in left]
        listed = [name for name in names if self.pack.answered_by(name) == "runner" and may_be_listed(self.pack.findings[name], self.pack)]
        if listed:
            return self._list([AskedLine(self.pack.findings[name].question, (name,)) for name in listed[:LIST]], "plan")
        return self._question(names[:1], "plan") if names else None

    def listed(self, names: Iterable[str], stage: Stage, beside: Sequence[str] = ()) -> NextQuestion:
        """A list of findings, a line for each: the parts of a line that applies. What stood ``beside`` them stays a line."""
        findings = [self.pack.findings[name] for name in names]
        lines = [AskedLine(self._line_text(each.id), (each.id,), help=each.help) for each in findings]
        items = dict.fromkeys(self.pack.line_of[name].id for name in beside)
        for item in (item for item in self.pack.conversation if item.id in items):
            lines += self._of_parts(item, [name for name in item.of if name in beside])
        return self._list(lines, stage)

    def _line_text(self, name: str) -> str:
        return self.pack.findings[name].question

    def form(self, names: Sequence[str], stage: Stage) -> NextQuestion:
        """Short answers that are asked together; one by itself."""
        title = next((item.ask for item in self._items(stage) if names[0] in item.of), "") if len(names) > 1 and stage in FORMS else ""
        return self._question(list(names), stage, kind="form" if len(names) > 1 else "question", title=title)

    def together(self, names: Sequence[str], stage: Stage) -> NextQuestion:
        """The first of some findings, and where it is a choice the next choice with it."""
        choices = [name for name in names if isinstance(self.pack.findings[name], Choice)][:CHOICES]
        return self.form(choices, stage) if names[0] in choices and len(choices) > 1 else self.question(names[0], stage)

    def question(self, name: str, stage: Stage = "telling") -> NextQuestion:
        """The question about one finding, whether or not its answer matters."""
        said = self.intake.answers.get(name)
        placed = any(item.of[0] == name for item in self._items("where"))
        return self._question([name], stage, may_be_none=not placed or (isinstance(said, Mapping) and any(said.values())))

    def _list(self, lines: list[AskedLine], stage: Stage) -> NextQuestion:
        names = [name for line in lines for name in line.of]
        if len(lines) == 1 and len(names) == 1 and not isinstance(self.pack.findings[names[0]], Choices):
            return self._question(names, stage)
        return self._question(names, stage, kind="list", lines=tuple(lines))

    def _question(
        self,
        names: list[str],
        stage: Stage,
        kind: str = "question",
        lines: tuple[AskedLine, ...] = (),
        may_be_none: bool = True,
        title: str = "",
    ) -> NextQuestion:
        stakes = [stake for name in names if (stake := self.stake(name)) is not None]
        findings = tuple(self.askable.asked(name, self.intake, noticed=self._to_be_noticed(name)) for name in names)
        return NextQuestion(kind, findings, self._rationale(stakes), stage, lines, may_be_none, title)  # type: ignore[arg-type]

    def _rationale(self, stakes: list[Stake]) -> Rationale:
        ways: dict[str, Way] = {}
        for stake in stakes:
            for rule, way in stake.ways.items():
                ways[rule] = min(way, ways.get(rule, way), key=lambda each: each.cost)
        listed = sorted(ways.values(), key=lambda way: (-way.raised, way.cost, way.rule))
        titles = self.pack.rule_by_id
        rules = tuple(RuleAtStake(way.rule, titles[way.rule].title, LEVELS[way.raised], way.cost - 1) for way in listed)
        lowered = [stake.lowest for stake in stakes if stake.lowest is not None]
        names = sorted(set[str]().union(*(stake.conditions for stake in stakes)))
        return Rationale(
            rules,
            rules[0].could_raise_to if rules else None,
            LEVELS[min(lowered)] if lowered else None,
            tuple(ConditionAtStake(name, self.pack.condition_by_id[name].name) for name in names),
            sum(stake.urgency for stake in stakes),
            sum(stake.ranking for stake in stakes),
            tuple(stake.screen for stake in stakes if stake.screen),
        )

    @property
    def raised(self) -> Level:
        """The place on the ladder that the rules raise the urgency to now."""
        return LEVELS[self._level]

    @property
    def level(self) -> StatedLevel:
        """The stated level now: nothing calm while the screen is open."""
        return level_of(self._run.facts.__contains__, screened=bool(self.pack.screen))

    @property
    def first(self) -> tuple[str, ...]:
        """The first three conditions now, without the unlikely ones."""
        return self.askable.first(self._lookahead.now.totals)
