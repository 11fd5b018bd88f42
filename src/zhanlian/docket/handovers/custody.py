"""What is to be explained in a chain of custody, and between two lists of the same things.

Nothing is mended: a finding says what stands where, and a person explains it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from zhanlian.docket.handovers.devices import clean_device, is_imei, list_imeis
from zhanlian.model.docket.exhibit import (
    CustodyFinding,
    Exhibit,
    ExhibitRow,
    Flaw,
    Purpose,
    ReceivedItem,
    SealState,
    Transfer,
)
from zhanlian.model.message import Message, Value
from zhanlian.model.zone import SHANGHAI

# A store and a laboratory keep books of their own; with anybody else time is to be explained.
_ACCOUNTED: Final = frozenset((Purpose.STORAGE, Purpose.EXAMINATION, Purpose.RETURN))


@dataclass(frozen=True, slots=True)
class _Held:
    """Who has the thing from when on, as the chain tells it so far."""

    holder: str
    since: datetime | None
    seal: str
    accounted: bool = False


def find_flaws(exhibit: Exhibit, longest: timedelta) -> tuple[CustodyFinding, ...]:
    """Return what is to be explained in the chain of one exhibit, in order of time.

    Gaps between two changes of hands and times between giving and taking that are longer than
    `longest`; a giver who is not the former taker; a change of hands before the former one ended;
    missing signatures; seals that changed or broke.
    """
    item = exhibit.exhibit
    held = _Held(item.found_by.strip(), item.found_time, item.seal.strip())
    found: list[CustodyFinding] = []
    if not held.holder or held.since is None:
        found.append(_tell(item.label, Flaw.UNTOLD))
    for step in sorted(exhibit.moves, key=lambda one: (one.given_at, one.taken_at)):
        found += _check_times(item.label, held, step, longest)
        found += _check_people(item.label, held, step)
        found += _check_seal(item.label, held, step)
        held = _Held(
            step.taken_by.strip(),
            step.taken_at,
            step.seal.strip() or held.seal,
            step.purpose in _ACCOUNTED,
        )
    return tuple(found)


def _check_times(
    label: str, held: _Held, step: Transfer, longest: timedelta
) -> Iterator[CustodyFinding]:
    if held.since is not None and step.given_at < held.since:
        times = {"since": _show(held.since), "until": _show(step.given_at)}
        yield _tell(label, Flaw.OVERLAP, **times)
    elif held.since is not None and not held.accounted and step.given_at - held.since > longest:
        yield _tell(label, Flaw.GAP, **_span(held.since, step.given_at))
    if step.taken_at - step.given_at > longest:
        yield _tell(label, Flaw.TRANSIT, **_span(step.given_at, step.taken_at))


def _check_people(label: str, held: _Held, step: Transfer) -> Iterator[CustodyFinding]:
    if held.holder and step.given_by.strip() != held.holder:
        yield _tell(label, Flaw.HOLDER, at=_show(step.given_at))
    sides = [
        side
        for side, paper in (("giver", step.giver_signed), ("taker", step.taker_signed))
        if not paper.strip()
    ]
    if sides:
        yield _tell(label, Flaw.UNSIGNED, at=_show(step.given_at), sides=", ".join(sides))


def _check_seal(label: str, held: _Held, step: Transfer) -> Iterator[CustodyFinding]:
    seal = step.seal.strip()
    changed = bool(held.seal and seal != held.seal)
    if step.seal_state is SealState.BROKEN or (
        changed and step.seal_state is not SealState.RENEWED
    ):
        yield _tell(
            label, Flaw.SEAL, at=_show(step.given_at), before=held.seal or "-", after=seal or "-"
        )


def compare_lists(
    listed: Sequence[ExhibitRow], received: Sequence[ReceivedItem]
) -> tuple[CustodyFinding, ...]:
    """Return where the list of the giving side and that of the receiving side disagree.

    Things on one list only, numbers of devices, quantities and seals that differ, two rows whose
    numbers stand in each other's place, and IMEIs that cannot be right on either list.
    """
    got = {one.label.strip(): one for one in received}
    labels = {one.label.strip() for one in listed}
    found: list[CustodyFinding] = []
    swapped = _list_swapped(listed, got)
    for item in listed:
        other = got.get(item.label.strip())
        found += _list_wrong_imeis(item.label, item.imei, "listed")
        if other is None:
            found.append(_tell(item.label, Flaw.MISSING))
            continue
        found += _list_wrong_imeis(item.label, other.imei, "received")
        if item.label in swapped:
            found.append(_tell(item.label, Flaw.SWAPPED, other=swapped[item.label]))
        else:
            found += _compare_numbers(item, other)
        found += _compare_rest(item, other)
    found += (_tell(label, Flaw.EXTRA) for label in got if label not in labels)
    return tuple(found)


def _numbers(row: ExhibitRow | ReceivedItem) -> tuple[tuple[str, ...], str]:
    return list_imeis(row.imei), clean_device(row.serial)


def _list_swapped(listed: Sequence[ExhibitRow], got: dict[str, ReceivedItem]) -> dict[str, str]:
    """Return by label the other label of each two rows that stand in each other's place."""
    homes = {_numbers(one): one.label for one in listed if any(_numbers(one))}
    found: dict[str, str] = {}
    for item in listed:
        other = got.get(item.label.strip())
        if other is None or not any(_numbers(item)):
            continue
        home = homes.get(_numbers(other))
        counterpart = got.get(home.strip()) if home and home != item.label else None
        if home and counterpart is not None and _numbers(counterpart) == _numbers(item):
            found[item.label] = home
    return found


def _compare_numbers(item: ExhibitRow, other: ReceivedItem) -> Iterator[CustodyFinding]:
    if list_imeis(item.imei) != list_imeis(other.imei):
        yield _tell(item.label, Flaw.MISMATCH, field="imei")
    if clean_device(item.serial) != clean_device(other.serial):
        yield _tell(item.label, Flaw.MISMATCH, field="serial")


def _compare_rest(item: ExhibitRow, other: ReceivedItem) -> Iterator[CustodyFinding]:
    if item.quantity != other.quantity:
        yield _tell(item.label, Flaw.MISMATCH, field=f"{item.quantity} → {other.quantity}")
    if item.seal.strip() != other.seal.strip() or other.seal_state is SealState.BROKEN:
        yield _tell(
            item.label,
            Flaw.SEAL,
            at="-",
            before=item.seal.strip() or "-",
            after=other.seal.strip() or "-",
        )


def _list_wrong_imeis(label: str, told: str, where: str) -> Iterator[CustodyFinding]:
    for number in list_imeis(told):
        if not is_imei(number):
            yield _tell(label, Flaw.CHECKSUM, where=where, end=number[-4:])


def _span(since: datetime, until: datetime) -> dict[str, Value]:
    hours = (until - since).total_seconds() / 3600
    return {"since": _show(since), "until": _show(until), "hours": f"{hours:.1f}"}


def _show(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _tell(label: str, flaw: Flaw, **told: Value) -> CustodyFinding:
    return CustodyFinding(label, flaw, Message(f"custody.{flaw.value}", {"label": label, **told}))
