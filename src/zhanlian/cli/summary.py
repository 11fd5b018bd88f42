"""The summary at the end of a run: what came in, what was read, where the files are."""

from dataclasses import fields
from typing import IO, Final

from zhanlian.app.run import RunOutcome
from zhanlian.cli.session import Session
from zhanlian.words.paths import show_path
from zhanlian.words.shown import plain_line, plain_text

_MOST: Final = 20  # of rejects and omissions on the screen; the ledger lists them all


def show_run(outcome: RunOutcome, session: Session, stream: IO[str]) -> None:
    """Write the summary of a run: omissions and rejects with reasons, counts, and the files."""
    for omission in outcome.omissions[:_MOST]:
        why = session.tell(omission.reason)
        session.note(session.say("cli.run.omitted", source=omission.source, why=why))
    _note_more(len(outcome.omissions), session)
    for reject in outcome.rejects[:_MOST]:
        session.note(
            session.say(
                "cli.reject",
                source=_place(reject.source, reject.place),
                why=session.tell(reject.reason),
            )
        )
    _note_more(len(outcome.rejects), session)
    lines = [
        session.say(
            "cli.run.received",
            files=outcome.files,
            read=outcome.tally.read,
            known=outcome.tally.known,
        )
    ]
    for field in fields(outcome.summary):
        name = session.say(f"report.count.{field.name}")
        lines.append(
            session.say(
                "cli.run.count", name=name, count=f"{getattr(outcome.summary, field.name):,}"
            )
        )
    lines += [session.say("cli.run.written", path=show_path(path)) for path in outcome.written]
    stream.write("".join(f"{plain_line(line)}\n" for line in lines))


def _note_more(count: int, session: Session) -> None:
    if count > _MOST:
        session.note(session.say("cli.more", count=count - _MOST))


def _place(source: str, place: str) -> str:
    return plain_text(f"{source} ({place})" if place else source)
