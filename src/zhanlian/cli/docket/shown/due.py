"""Deadlines as a reader sees them: colour, end, and what is left of the time."""

from datetime import datetime, timedelta

from rich.text import Text

from zhanlian.cli.session import Session

_STYLES = {"overdue": "bold red", "urgent": "yellow", "later": "green"}
_HOURS = timedelta(days=2)  # below it hours are told, as for stops of 48 hours


def colour_words(colour: str, session: Session) -> Text:
    """Return a colour as a word in that colour: nobody has to see the colour."""
    return Text(session.say(f"cli.due.{colour}"), style=_STYLES[colour])


def left_words(due: datetime, now: datetime, session: Session) -> str:
    """Return how much time is left or over: in days, near the end in hours."""
    left = due - now
    side = "left" if left > timedelta(0) else "over"
    if abs(left) < _HOURS:
        return session.say(f"cli.due.hours-{side}", count=abs(left) // timedelta(hours=1))
    return session.say(f"cli.due.days-{side}", count=abs(left) // timedelta(days=1))


def days_left(due: datetime, now: datetime) -> int:
    """Return the whole days that are left; below nought the days that are over."""
    left = due - now
    return left // timedelta(days=1) if left > timedelta(0) else -(-left // timedelta(days=1))
