"""``zhanlian person facts`` and ``person days``: what is known of a person's part, no verdict."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhanlian.cli.docket.setting import open_docket, tell_actor
from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from zhanlian.app.docket.people import FactsSeen
    from zhanlian.model.docket.day_count import DayCount


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    say = session.say
    standing = Annotated[str, typer.Argument(help=say("cli.people.standing"), metavar="STANDING")]
    account = Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))]
    place = Annotated[Path, typer.Option("--workspace", help=say("cli.option.workspace"))]
    json = Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))]
    language = Annotated[str | None, typer.Option("--lang", help=say("cli.option.lang"))]
    whole = Annotated[str, typer.Option("--reason", help=say("cli.docket.unmask"))]

    @group.command("facts", help=say("cli.people.facts"))
    def facts(
        target: standing,
        reason: whole = "",
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.people import list_facts
        from zhanlian.app.docket.wire import wire_surroundings

        actor, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            seen = list_facts(docket, actor, target, wire_surroundings(workspace, login), reason)
        if as_json:
            _write_facts(seen)
        else:
            _show_facts(seen, session)

    @group.command("days", help=say("cli.people.days"))
    def days(
        target: standing,
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.people import count_den_days
        from zhanlian.app.docket.wire import wire_surroundings

        actor, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            count = count_den_days(docket, actor, target, wire_surroundings(workspace, login))
        if as_json:
            _write_days(count)
        else:
            _show_days(count, session)


def _write_facts(seen: "FactsSeen") -> None:
    from zhanlian.report.jsonl import json_line

    for topic in seen.topics:
        for group in topic.groups:
            told = [{"id": seen.facts[n][0], **seen.facts[n][1]} for n in group.places]
            row: dict[str, object] = {
                "relevant_to": topic.name,
                "fact": group.fact.value,
                "sources": group.sources,
                "differ": group.differ,
                "facts": told,
            }
            sys.stdout.write(json_line(row))


def _show_facts(seen: "FactsSeen", session: Session) -> None:
    from zhanlian.report.docket.labels import value_words
    from zhanlian.words.shown import plain_line

    if not seen.topics:
        session.print(session.say("cli.people.none"))
    for topic in seen.topics:
        name = session.say(f"cli.people.topic.{topic.name}")
        session.print(session.say("cli.people.relevant", topic=name))
        for group in topic.groups:
            fact = value_words(group.fact.value, session.language)
            counted = session.say(
                "cli.people.counted", count=len(group.places), sources=group.sources
            )
            session.print(f"  {fact}: {counted}")
            bodies = [seen.facts[place][1] for place in group.places]
            for body in bodies:
                told = plain_line(_fact_words(body, session))
                by = plain_line(str(body["stated_by"]) or "-")
                source = plain_line(str(body["source"]))
                line = session.say("cli.people.fact", fact=fact, told=told, source=source, by=by)
                session.print(f"    {line}")
            if group.differ:
                both = " | ".join(_fact_words(body, session) for body in bodies)
                told = plain_line(both)
                session.print(f"    ! {session.say('cli.people.contradiction', told=told)}")


def _fact_words(body: Mapping[str, Any], session: Session) -> str:
    parts = (body[name] for name in ("told", "count", "amount", "day"))
    told = [str(part) for part in parts if part not in (None, "")]
    return session.say("cli.list-comma").join(told)


def _write_days(count: "DayCount | None") -> None:
    from zhanlian.model.docket.plain import to_plain
    from zhanlian.report.jsonl import json_line

    if count is not None:
        gaps = [[to_plain(day) for day in gap] for gap in count.gaps]
        sys.stdout.write(json_line({**to_plain(count), "gaps": gaps, "informational": True}))


def _show_days(count: "DayCount | None", session: Session) -> None:
    from zhanlian.words.shown import plain_line

    if count is None:
        session.print(session.say("cli.people.no-days"))
        return
    session.print(
        session.say(
            "cli.people.day-count",
            first=count.first or "-",
            last=count.last or "-",
            most=count.most,
            line=count.line,
            rule=count.rule,
            policy=count.policy,
        )
    )
    session.print(session.say(f"cli.people.{'reached' if count.reached else 'not-reached'}"))
    if count.travel:
        session.print(session.say("cli.people.travel", count=len(count.travel)))
    for first, last in count.gaps:
        session.print(session.say("cli.people.gap", first=first, last=last))
    for proof in count.days:
        sources = plain_line(session.say("cli.list-comma").join(proof.sources))
        session.print(f"  {session.say('cli.people.day', day=proof.day, sources=sources)}")
