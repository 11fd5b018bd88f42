"""Matches, custody, statements and statistics on the terminal and as JSON lines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhanlian.cli.docket.shown.table import write_json
from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from zhanlian.app.docket.figures_told import ToldFigures
    from zhanlian.app.docket.handovers import Custody, Proposed
    from zhanlian.app.docket.reconciling import Reconciled
    from zhanlian.app.docket.statistics import Statistics
    from zhanlian.model.claim import SourcedClaim


def show_matches(found: "Sequence[Proposed]", session: Session, *, as_json: bool) -> None:
    """Write whom rows may be: number, masked name, record, grade, and what speaks against it."""
    for one in found:
        proposal = one.proposal
        row: dict[str, object] = {
            "seq": proposal.seq,
            "name": one.name,
            "record": proposal.known.record,
            "kind": proposal.known.kind,
            "grade": proposal.grade.value,
            "differs": list(proposal.differs),
        }
        if as_json:
            write_json(row)
            continue
        row["kind"] = session.say(f"kind.{proposal.known.kind}")
        row["grade"] = session.say(f"choice.{proposal.grade.value}")
        line = session.say("cli.handover.proposed", **row)
        against = (session.say(f"cli.handover.differs.{what}") for what in proposal.differs)
        session.print(line + "".join(against))
    if not as_json:
        session.print(session.say("cli.handover.proposals", count=len(found)))


def show_custody(found: "Custody", session: Session, *, as_json: bool) -> None:
    """Write what is to be explained, exhibit by exhibit, and how much was looked at."""
    if as_json:
        from zhanlian.report.jsonl import message_row

        write_json(
            *(
                {"label": one.label, "flaw": one.flaw.value, "told": message_row(one.told)}
                for one in found.findings
            )
        )
        return
    for one in found.findings:
        session.print(session.tell(one.told))
    hours = f"{found.longest.total_seconds() / 3600:g}"
    told = {"exhibits": found.exhibits, "count": len(found.findings), "hours": hours}
    session.print(session.say("cli.handover.flaws", **told))


def show_statement(told: "ToldFigures", session: Session, *, as_json: bool) -> None:
    """Write a statement, or its text with its claims."""
    if as_json:
        write_json({"text": told.text, "claims": [_claim_row(one) for one in told.claims]})
    else:
        session.print(told.text)


def show_statistics(made: "Statistics", session: Session, *, as_json: bool) -> None:
    """Write figures of our own: a text, or a line a claim with the records it counts."""
    if as_json:
        totals = zip(made.figures, made.told.claims, strict=True)
        write_json(*({**_claim_row(one), "records": list(told.records)} for told, one in totals))
        write_json(*map(_claim_row, made.events))
        return
    session.print(made.told.text or session.say("cli.handover.nothing"))


def show_reconciled(compared: "Sequence[Reconciled]", session: Session, *, as_json: bool) -> None:
    """Write how each figure of ours stands to the published ones."""
    for one in compared:
        if as_json:
            from zhanlian.report.jsonl import message_row

            row: dict[str, object] = {"verdict": one.verdict.value, "own": _claim_row(one.own)}
            row["others"] = [_claim_row(other) for other in one.others]
            row["checks"] = [message_row(check.reason) for check in one.checks]
            write_json(row)
            continue
        quoted = (f"{other.claim.quote} ({other.source.name})" for other in one.others)
        told = {
            "own": one.own.claim.quote,
            "others": session.say("cli.list-comma").join(dict.fromkeys(quoted)),
        }
        session.print(session.say(f"cli.handover.{one.verdict.value}", **told))
        for check in one.checks:
            session.print("  " + session.tell(check.reason))


def _claim_row(stated: "SourcedClaim") -> dict[str, object]:
    from zhanlian.report.rows import claim_row, plain_date

    claim, source = stated.claim, stated.source
    return {
        **claim_row(claim, source.name),
        "verb": claim.verb,
        "part_of": claim.part_of,
        "sha256": source.sha256,
        "agency": source.agency,
        "published": plain_date(source.published),
    }
