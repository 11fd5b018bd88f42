"""The kernels that read cells by the column agree with the functions that read one cell."""

import numpy as np
import pytest

from zhanlian.readers.statements.cells import clean_account, parse_amount
from zhanlian.readers.statements.police.kernels.numbers import (
    EMPTY,
    READ,
    read_amounts,
    read_times,
)
from zhanlian.readers.statements.police.kernels.texts import GB18030, UTF8, gather_texts
from zhanlian.readers.statements.signs import trim_cell
from zhanlian.readers.statements.times import parse_time

_SEEDS = range(50)
_TIMES = (
    "{y:04}{m:02}{d:02}{h:02}{i:02}{s:02}",
    "{y:04}-{m:02}-{d:02} {h:02}:{i:02}:{s:02}",
    "{y}/{m}/{d} {h}:{i:02}",
    "{y:04}{m:02}{d:02}",
    "{y}.{m}.{d}",
    "{y:04}-{m:02}-{d:02}T{h:02}:{i:02}",
    "{y:04}{m:02}{d:02} {h:02}{i:02}{s:02}",
    "{y:04}{m:02}{d:02}{h:02}{i:02}",
    "{y}-{m}-{d}{h:02}:{i:02}",
)
_ASSETS = {"CNY": 2, "JPY": 0, "BHD": 3}


def _place(cells: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ends = np.cumsum([len(cell) for cell in cells], dtype=np.int32)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int32)[: len(cells)]
    return np.frombuffer(b"".join(cells), np.uint8), starts, ends.astype(np.int32)


def _make(generator: np.random.Generator, signs: str, longest: int, count: int) -> list[str]:
    return [
        "".join(generator.choice(list(signs), generator.integers(0, longest))) for _ in range(count)
    ]


@pytest.mark.parametrize("seed", _SEEDS)
def test_amounts_agree(seed: int) -> None:
    generator = np.random.default_rng(seed)
    cells = _make(generator, "0123456789.,-+ \t", 9, 200)
    whole = generator.integers(-(10**9), 10**9, 200).tolist()
    cells += [f"{value}.{value % 100:02}" for value in whole]
    cells += [f"{value:,}.{abs(value) % 1000:03}" for value in whole]
    for asset, digits in _ASSETS.items():
        units = np.zeros(len(cells), np.int64)
        wanted = np.full(len(cells), digits, np.int8)
        states = read_amounts(*_place([cell.encode() for cell in cells]), wanted, units)
        assert (states == READ).sum() > (190 if digits else 30)
        for cell, state, value in zip(cells, states, units.tolist(), strict=True):
            if state == READ:
                assert parse_amount(cell, asset) == value, cell
            elif state == EMPTY:
                assert not trim_cell(cell)


@pytest.mark.parametrize("seed", _SEEDS)
def test_times_agree(seed: int) -> None:
    generator = np.random.default_rng(seed)
    cells = _make(generator, "0123456789:-/. T", 20, 100)
    for _ in range(300):
        y, m, d, h, i, s = (
            int(generator.integers(*span))
            for span in ((1985, 2105), (0, 14), (0, 33), (0, 26), (0, 62), (0, 62))
        )
        form = _TIMES[int(generator.integers(len(_TIMES)))]
        cells.append(form.format(y=y, m=m, d=d, h=h, i=i, s=s))
    micros, precisions = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int8)
    states = read_times(*_place([cell.encode() for cell in cells]), micros, precisions)
    assert (states == READ).sum() > 50
    for place, cell in enumerate(cells):
        if states[place] == READ:
            assert parse_time(cell) == (micros[place], precisions[place]), cell


@pytest.mark.parametrize("seed", _SEEDS)
@pytest.mark.parametrize(("encoding", "number"), [("gb18030", GB18030), ("utf-8", UTF8)])
def test_texts_agree_with_the_codec(seed: int, encoding: str, number: int) -> None:
    generator = np.random.default_rng(seed)
    points = generator.integers(1, 0x11000, (60, 8))
    points[::2] = generator.integers(0x20, 0x10FFFF, (30, 8))
    points[::3] = generator.integers(0x20, 0x7F, (20, 8))
    texts = ["".join(chr(p) for p in row if not 0xD800 <= p <= 0xDFFF) for row in points]
    texts += ["", " ", "\t中\u3000", "中\u3000文", "６２"]
    told = gather_texts(*_place([text.encode(encoding) for text in texts]), number)
    assert not told.broken.any()
    for text, found in zip(texts, told.array.to_pylist(), strict=True):
        assert (found or "") == _trim(text)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("encoding", "number"), [("gb18030", GB18030), ("utf-8", UTF8)])
def test_broken_bytes_are_found_where_the_codec_finds_them(
    seed: int, encoding: str, number: int
) -> None:
    generator = np.random.default_rng(seed)
    cells = [bytes(generator.integers(0x21, 0x100, 6).tolist()) for _ in range(200)]
    told = gather_texts(*_place(cells), number)
    for cell, broken, text in zip(cells, told.broken, told.array.to_pylist(), strict=True):
        try:
            assert (text or "") == _trim(cell.decode(encoding)) and not broken
        except UnicodeDecodeError:
            assert broken and "\ufffd" in text


def test_plain_numbers_are_what_the_single_cell_function_leaves_alone() -> None:
    cells = [
        "6222",
        "1000_156",
        "622E02",
        "null",
        "none",
        "0x1f",
        "1234*5678",
        "12 34",
        "A1",
        "",
        "1e5",
    ]
    told = gather_texts(*_place([cell.encode() for cell in cells]), UTF8)
    for cell, plain in zip(cells, told.plain, strict=True):
        if plain:
            assert clean_account(cell) == cell
    assert told.plain.tolist()[:2] == [True, True]


def _trim(text: str) -> str:
    around = "".join(map(chr, range(0x21))) + "\u3000\xa0\ufeff\u200b\u2060"
    told = text.strip(around)
    if len(told) >= 3 and told[:2] == '="' and told[-1] == '"':
        told = told[2:-1].strip(around)
    return told
