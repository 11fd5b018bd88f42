from dataclasses import dataclass, field
from datetime import date

import pytest
from any_noun import make_noun
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.access.masks import mask_plain, mask_text
from zhanlian.docket.registry import ACTS, KINDS
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier

WHOLE = (Identifier.FREE_TEXT, Identifier.HIDDEN)


@given(text=st.text(st.characters(exclude_characters="*"), min_size=1), kind=...)
def test_no_mask_tells_more_than_half_of_a_text(text: str, kind: Identifier) -> None:
    shown = mask_text(text, kind)
    told = len(shown.replace("*", "").replace(" ", ""))
    assert told * 2 <= len(text)
    assert kind not in WHOLE or told == 0


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (Identifier.ACCOUNT, "6200000000000001", "6200****0001"),
        (Identifier.ACCOUNT, "620000001", "****01"),
        (Identifier.ACCOUNT, "62001", "****"),
        (Identifier.DOCUMENT, "110101200001010001", "110****01"),
        (Identifier.PHONE, "13800000000", "138****00"),
        (Identifier.NAME, "甲某某", "甲**"),
        (Identifier.NAME, "甲 某", "** **"),
        (Identifier.NAME, "甲", "**"),
        (Identifier.NAME, "Maung Aye", "M** A**"),
        (Identifier.FREE_TEXT, "甲某某住合成路1号", "****"),
        (Identifier.HIDDEN, "是", "****"),
    ],
)
def test_masks_show_enough_to_tell_two_apart(kind: Identifier, text: str, shown: str) -> None:
    assert mask_text(text, kind) == shown


@dataclass(frozen=True)
class Strict:
    """A noun that takes no masked text."""

    account: str = identifier(Identifier.ACCOUNT)
    born: date | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009 - gives a field
    amounts: tuple[Amount, ...] = identifier(Identifier.HIDDEN, ())
    parts: tuple["Strict", ...] = field(default=())
    plain: str = ""

    def __post_init__(self) -> None:
        if not self.account.isdigit():
            raise ValueError(self.account)


def test_nouns_that_check_their_texts_are_masked_at_any_depth() -> None:
    inner = Strict("6200000000000001", date(2001, 2, 3), (Amount(5),), (), "合成")
    outer = Strict("6200000000000002", None, (), (inner,))
    shown = mask_plain(outer)
    assert shown["account"] == "6200****0002"
    assert shown["parts"][0] == {
        "account": "6200****0001",
        "born": "****",
        "amounts": ["****"],
        "parts": [],
        "plain": "合成",
    }


TYPES = {
    **{name: kind.body for name, kind in KINDS.items()},
    **{name: act.request for name, act in ACTS.items()},
}


@pytest.mark.parametrize("name", TYPES)
def test_every_body_and_request_can_be_masked(name: str) -> None:
    noun = make_noun(TYPES[name])
    assert set(mask_plain(noun)) == set(type(noun).__dataclass_fields__)
