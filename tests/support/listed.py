"""A docket with a programme of joint listing and listed cases: all of it invented."""

from pathlib import Path
from typing import Any, Final

from docket import OWN, OpenDocket, do, do_approved, open_docket
from sqlalchemy import Engine

from zhanlian.app.docket.look import list_records
from zhanlian.model.docket.record import AnyRecord

MINISTRY: Final = "bu"
CASES: Final = (("合成甲市", "9.06"), ("合成乙市", "5.11"))


def open_listings(folder: Path, engine: Engine | None = None) -> OpenDocket:
    """Return a docket whose staff has an approver of the ministry, ``bu``, too."""
    opened = open_docket(folder, engine)
    told: dict[str, Any] = {"name": MINISTRY, "party": OWN, "level": "ministry"}
    do(opened, "root1", "user.add", role=["approver"], **told)
    return opened


def add_programme(opened: OpenDocket, name: str = "合成督办") -> AnyRecord:
    """Return a programme."""
    done = do(opened, "li", "programme.add", name=name, authorities=["合成检察院", "合成公安部门"])
    return done.records[0]


def add_batch(opened: OpenDocket, programme: AnyRecord, number: int = 3) -> AnyRecord:
    """Return a batch without a day of its own."""
    told = {"name": f"第{number}批", "batch_number": number}
    return do(opened, "li", "batch.add", programme.id, **told).records[0]


def propose(opened: OpenDocket, batch: AnyRecord, number: int = 0, **more: Any) -> AnyRecord:
    """Return a proposed case."""
    place, code = CASES[number]
    told = {"name": f"{place}“{code}”案（合成）", "place": place, "code": code, **more}
    return do(opened, "li", "listing.propose", batch.id, **told).records[0]


def enter(opened: OpenDocket, listing: AnyRecord, **request: Any) -> AnyRecord:
    """Return a case that is listed by the ministry's approval."""
    (listed,) = do_approved(opened, "li", "listing.enter", listing.id, by=MINISTRY, **request)
    return listed


def list_one(opened: OpenDocket, **more: Any) -> AnyRecord:
    """Return a listed case of a fresh programme."""
    batch = add_batch(opened, add_programme(opened))
    return enter(opened, propose(opened, batch, unit="合成支队", **more))


def find_kind(opened: OpenDocket, kind: str, who: str = "li") -> list[AnyRecord]:
    """Return the newest versions of a kind of record that somebody sees, the last first."""
    found = list_records(opened.docket, who, (kind,), opened.surroundings)
    return [seen.record for seen in found]
