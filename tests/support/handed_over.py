"""A synthetic hand-over: invented people, totals as they are declared for a list."""

from typing import Any, Final

from docket import OTHER, OWN, OpenDocket, do, do_approved

# Public totals of one joint operation: 807 caught, 455 of them dealt with by the host; of the 352
# who were handed over 21 are heads and 51 were wanted.
CAUGHT: Final = 807
REMAINING: Final = 455
PEOPLE: Final = 352
HEADS: Final = 21
FUGITIVES: Final = 51
HANDED_AT: Final = "2024-03-31T10:00:00+08:00"
PAPER: Final = "合成移交书第1号"


def make_rows(people: int, heads: int = 0, fugitives: int = 0) -> list[dict[str, Any]]:
    """Return rows of invented people; the first ones are heads and, overlapping, fugitives."""
    return [
        {
            "seq": seq,
            "name": f"合成{seq}某某",
            "latin": f"Synthetic {seq}",
            "nationality": "CN",
            "document": f"SYN{seq:06}",
            "birth": "1990",
            "head": seq <= heads,
            "fugitive_no": f"T-SYN{seq:05}" if heads // 2 < seq <= heads // 2 + fugitives else "",
        }
        for seq in range(1, people + 1)
    ]


def make_request(rows: list[dict[str, Any]], **told: Any) -> dict[str, Any]:
    """Return a request for a hand-over whose totals are those of the rows, unless told."""
    request: dict[str, Any] = {
        "title": "合成联合行动移交",
        "handed_at": HANDED_AT,
        "place": "瑞丽",
        "caught_area": "缅北木姐地区",
        "giver": "合成缅方",
        "receiver": "合成中方",
        "giver_party": OTHER,
        "receiver_party": OWN,
        "people": len(rows),
        "split": [f"CN={len(rows)}"],
        "heads": sum(bool(row.get("head")) for row in rows),
        "fugitives": sum(bool(row.get("fugitive_no")) for row in rows),
        "listed_person": rows,
    }
    return {**request, **told}


def open_handover(opened: OpenDocket, rows: list[dict[str, Any]], **told: Any) -> str:
    """Return the id of a hand-over that li put on record."""
    return do(opened, "li", "handover.open", **make_request(rows, **told)).records[0].id


def confirm_handover(opened: OpenDocket, handover: str) -> None:
    """Check a hand-over, and confirm it with the approval of the province."""
    do(opened, "li", "handover.check", handover)
    do_approved(opened, "li", "handover.confirm", handover, by="qian")


def sign_handover(opened: OpenDocket, handover: str) -> None:
    """Sign for both sides: the own one by account, the other one by a named paper."""
    told = {"signer": "合成签字人", "post": "合成职务", "signed_at": HANDED_AT}
    do(opened, "zhou", "handover.sign", handover, side="receiving-side", **told)
    do(opened, "zhou", "handover.sign", handover, side="giving-side", paper=PAPER, **told)


def confirm_fugitives(opened: OpenDocket, handover: str, rows: list[dict[str, Any]]) -> None:
    """Confirm every row with a number of the register, as a check of the register shows it."""
    wanted = [
        {
            "seq": row["seq"],
            "source": "合成核查单",
            "register_no": row["fugitive_no"],
            "is_fugitive": True,
        }
        for row in rows
        if row["fugitive_no"]
    ]
    do(opened, "li", "handover.match", handover, matches=wanted)


def enter_article(opened: OpenDocket) -> str:
    """Return the id of the hand-over of article 000, entered once, signed and matched."""
    rows = make_rows(PEOPLE, HEADS, FUGITIVES)
    handover = open_handover(opened, rows, caught=CAUGHT, remaining=[f"MM={REMAINING}"])
    confirm_handover(opened, handover)
    sign_handover(opened, handover)
    confirm_fugitives(opened, handover, rows)
    return handover
