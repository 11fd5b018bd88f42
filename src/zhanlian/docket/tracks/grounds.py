"""Grounds on which a clock is lengthened: those that the table of clocks tells, and no others."""

from typing import Final

from zhanlian.docket.act import Situation
from zhanlian.docket.tracks.telling import Lengthen, TellEvent
from zhanlian.errors import InputError, Words
from zhanlian.model.zone import local_day

_CONDITIONS: Final = "rule-condition."


def check_ground(situation: Situation, asked: TellEvent | Lengthen) -> None:
    """Return when a clock is lengthened on the ground that its rule names.

    A rule that names none leaves the ground to the paper; so does one of a workspace whose
    condition is a text of its own.

    Raises:
        InputError: the ground is another one; it names the right one.
        NotFoundError: there is no such rule.
    """
    if not isinstance(asked, Lengthen) or not asked.ground.strip():
        return
    rule = situation.rules.clock(asked.extends, local_day(asked.at))
    known = rule.condition.removeprefix(_CONDITIONS)
    if known != rule.condition and asked.ground != known:
        raise InputError(
            "error.track-ground",
            ground=asked.ground,
            extends=Words(f"rule-title.{rule.id}"),
            code=known,
            known=Words(rule.condition),
        )
