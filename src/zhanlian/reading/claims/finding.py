"""A finding: a counted thing with its metric, before its attributes are told."""

from dataclasses import dataclass, field
from decimal import Decimal

from zhanlian.model.claim import Metric, Role
from zhanlian.reading.claims.changes import Change
from zhanlian.reading.claims.clause_heads import Governor
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.sentence import Sentence


@dataclass(slots=True)
class Finding:
    """A claim before its attributes.

    Attributes:
        counted: number and noun.
        metric: what it counts.
        sentence: where it stands.
        governor: the head that gave the metric, None when the noun itself did.
        parent: the finding of the total it is a part of ("其中"), or None.
        role: of the people, from noun or parent.
        item: what is counted, where the metric does not say it.
        change: for percentages of change.
        weak: an amount put in, not yet said to be lost.
        scope: ``general`` for a figure about crime in general.
    """

    counted: Counted
    metric: Metric
    sentence: Sentence
    governor: Governor | None = None
    parent: "Finding | None" = None
    role: Role | None = None
    item: str | None = None
    change: Change | None = None
    weak: bool = False
    scope: str | None = None


@dataclass(slots=True)
class Context:
    """What the figures told so far leave for those that follow in the paragraph.

    Attributes:
        totals: figures of people that are no part of another, each with the end of the sentence
            that named it, the latest last.
        sentence: where the last one was named.
        divided: the total whose parts the present sentence lists, or None.
        people: the figures of people of the document so far, by value.
        last: the last figure of each kind.
        headline_abroad: the title names a place abroad.
        abroad: the paragraph has named a place abroad.
        named: kind of the things that the sentence named last, or empty.
        told: metrics of the figures of the present sentence, in order.
    """

    totals: list[tuple[Finding, int]] = field(default_factory=list)
    sentence: Sentence | None = None
    divided: "Finding | None" = None
    people: dict[Decimal, Finding] = field(default_factory=dict)
    last: dict[str, Finding] = field(default_factory=dict)
    headline_abroad: bool = False
    abroad: bool = False
    named: str = ""
    told: list[Metric] = field(default_factory=list)

    def name_total(self, total: Finding, sentence: Sentence) -> None:
        """Note that a sentence named this total: a breakdown may follow it."""
        self.totals.append((total, sentence.end))
        self.sentence = sentence


def in_clause(finding_sentence: Sentence, counted: Counted, governor: Governor) -> bool:
    """Return whether a head stands in the clause of the thing it governs."""
    return finding_sentence.clause_at(governor.token.start) == counted.clause
