"""The page on the docket lists every act with its command, as the registry has it."""

from pathlib import Path

from zhanlian.docket.registry import ACTS
from zhanlian.words import say

_PAGE = Path(__file__).parents[2] / "docs" / "docket.md"
_HEAD = "## All acts\n"


def _list_acts() -> str:
    lines = ["| command | on | does | draft |", "|---|---|---|---|"]
    for act in ACTS.values():
        command = "zhanlian " + " ".join(act.command)
        on = "–" if act.on is None else act.on
        draft = "yes" if act.condition else ""
        lines.append(f"| `{command}` | {on} | {say(f'act.{act.name}', 'en')} | {draft} |")
    return "\n".join(lines) + "\n"


def test_the_page_lists_all_acts() -> None:
    told = _PAGE.read_text(encoding="utf-8").partition(_HEAD)[2].strip()
    # The whole table stands in the message, to be pasted.
    assert told == _list_acts().strip(), f"docs/docket.md should end in:\n\n{_list_acts()}"
