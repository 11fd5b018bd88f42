"""Where following money gets its real rooms; imported when they are asked for."""

import functools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zhanlian.app.money.ports import MoneyRooms, StatementReading

# Rooms whose code or data decide what is taken from a statement.
_READING_ROOMS: Final = ("model", "readers")
# Rooms whose code or data decide what the answers are and look like.
_ANSWERING_ROOMS: Final = ("model", "kernels", "money", "report", "words")


def wire_money() -> "MoneyRooms":
    """Return the rooms that follow money."""
    from zhanlian.app.money.follow import follow_money
    from zhanlian.app.money.ports import MoneyRooms
    from zhanlian.app.wire import tell_version
    from zhanlian.report.flow.html import render_flow_html
    from zhanlian.report.flow.jsonl import render_flow_jsonl
    from zhanlian.report.flow.xlsx import render_flow_xlsx

    return MoneyRooms(
        statements=wire_statements(),
        follow=follow_money,
        render_html=render_flow_html,
        render_xlsx=render_flow_xlsx,
        render_jsonl=render_flow_jsonl,
        version=tell_version(_ANSWERING_ROOMS),
    )


@functools.cache
def wire_statements() -> "StatementReading":
    """Return the rooms that read statements, the same ones to all who ask."""
    from zhanlian.app.money.kinds import ask_once
    from zhanlian.app.money.ports import StatementReading
    from zhanlian.app.wire import tell_version
    from zhanlian.readers.statements.face import read_statement
    from zhanlian.readers.statements.registry import find_statement
    from zhanlian.readers.statements.unknown import find_unknown_table

    return StatementReading(
        find=ask_once(find_statement),
        looks_like_table=find_unknown_table,
        read=read_statement,
        version=tell_version(_READING_ROOMS),
    )
