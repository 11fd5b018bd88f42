"""How far a use case is: bars on a terminal, plain lines elsewhere, always on standard error."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from zhanlian.app.ports import Progress

_SECONDS: Final = 10.0  # between two plain lines of one stage


@contextmanager
def open_progress(session: Session) -> "Iterator[Progress]":
    """Yield bars when standard error is a terminal, else plain lines."""
    if not sys.stderr.isatty():
        yield LineProgress(session)
        return
    bars = BarProgress(session)
    try:
        yield bars
    finally:
        bars.end()  # whatever happened, the terminal gets its cursor back


class LineProgress:
    """One line at the end of each stage, and one every ten seconds of a long one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stage = ""
        self._done = self._total = 0
        self._told = 0.0
        self._said = -1

    def begin(self, stage: str, total: int) -> None:
        """Start a stage of so many steps."""
        self._stage, self._done, self._total = stage, 0, total
        self._told, self._said = time.monotonic(), -1

    def advance(self, count: int = 1, *, total: int | None = None) -> None:
        """Count steps; the total may have grown."""
        self._done += count
        self._total = self._total if total is None else total
        if time.monotonic() - self._told > _SECONDS:
            self._tell()

    def end(self) -> None:
        """End the stage."""
        if self._said != self._done:
            self._tell()

    def _tell(self) -> None:
        self._told, self._said = time.monotonic(), self._done
        name = self._session.say(f"cli.stage.{self._stage}")
        text = self._session.say("cli.progress", stage=name, done=self._done, total=self._total)
        self._session.note(text)


class BarProgress:
    """One bar a stage, with counts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._total = 0

    def begin(self, stage: str, total: int) -> None:
        """Start a stage of so many steps."""
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        self.end()
        self._total = total
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = self._session.console(sys.stderr)
        self._bars = Bars(*columns, TimeElapsedColumn(), console=console)
        self._bars.start()
        self._task = self._bars.add_task(self._session.say(f"cli.stage.{stage}"), total=total)

    def advance(self, count: int = 1, *, total: int | None = None) -> None:
        """Count steps; the total may have grown."""
        if self._bars is not None and self._task is not None:
            self._total = self._total if total is None else total
            self._bars.update(self._task, advance=count, total=self._total)

    def end(self) -> None:
        """End the stage; its bar stays on the screen."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
