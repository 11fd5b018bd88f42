"""Facts and days of a person as text and as JSON lines: what is told, and no verdict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhanlian.cli.docket.shown.table import write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.report.docket.labels import value_words
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.people import FactsSeen
    from zhanlian.model.docket.day_count import DayCount


def show_facts(seen: "FactsSeen", session: Session, *, as_json: bool) -> None:
    """Write facts by what they are relevant to, with how many sources tell each."""
    if as_json:
        write_json(*_fact_rows(seen))
        return
    if not seen.topics:
        session.print(session.say("cli.people.none"))
    for topic in seen.topics:
        name = session.say(f"cli.people.topic.{topic.name}")
        session.print(session.say("cli.people.relevant", topic=name))
        for group in topic.groups:
            _show_group(group, [seen.facts[place][1] for place in group.places], session)


def _fact_rows(seen: "FactsSeen") -> Iterator[dict[str, Any]]:
    for topic in seen.topics:
        for group in topic.groups:
            yield {
                "relevant_to": topic.name,
                "fact": group.fact.value,
                "sources": group.sources,
                "differ": group.differ,
                "facts": [{"id": seen.facts[n][0], **seen.facts[n][1]} for n in group.places],
            }


def _show_group(group: Any, bodies: Sequence[Mapping[str, Any]], session: Session) -> None:
    fact = value_words(group.fact.value, session.language)
    counted = session.say("cli.people.counted", count=len(bodies), sources=group.sources)
    session.print(f"  {fact}: {counted}")
    for body in bodies:
        told = plain_line(_fact_words(body, session))
        by = plain_line(str(body["stated_by"]) or "-")
        source = plain_line(str(body["source"]))
        line = session.say("cli.people.fact", fact=fact, told=told, source=source, by=by)
        session.print(f"    {line}")
    if group.differ:
        both = plain_line(" | ".join(_fact_words(body, session) for body in bodies))
        session.print(f"    ! {session.say('cli.people.contradiction', told=both)}")


def _fact_words(body: Mapping[str, Any], session: Session) -> str:
    parts = (body[name] for name in ("told", "count", "amount", "day"))
    told = [str(part) for part in parts if part not in (None, "")]
    return session.say("cli.list-comma").join(told)


def show_days(count: "DayCount | None", session: Session, *, as_json: bool) -> None:
    """Write the days at dens that are proved, what they come to, and the gaps between them."""
    if count is None:
        if not as_json:
            session.print(session.say("cli.people.no-days"))
        return
    if as_json:
        gaps = [[to_plain(day) for day in gap] for gap in count.gaps]
        write_json({**to_plain(count), "gaps": gaps, "informational": True})
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
