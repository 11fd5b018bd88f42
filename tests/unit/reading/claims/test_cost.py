"""The cost of a text grows with its length, whatever it repeats. All texts are synthetic."""

import time

import pytest
from told_claims import make_body

from zhanlian.reading.claims import find_claims


def least_seconds(text: str) -> float:
    """Return the shorter of two runs."""
    body = make_body(text)
    spent = []
    for _ in range(2):
        begin = time.process_time()
        find_claims(text, body)
        spent.append(time.process_time() - begin)
    return min(spent)


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("抓获嫌疑人3名。", 800),
        ("警方抓获诈骗犯罪嫌疑人3名，移交2名。", 400),
        ("1", 20_000),
        ("一", 20_000),
        ("万", 20_000),
        ("，", 20_000),
        ("Police arrested 31 suspects. ", 400),
        # sentences without an end
        ("抓获嫌疑人3名、", 400),
        ("抓获3名，", 800),
        ("抓获3名\n", 800),
        ("其中3名", 800),
        ("被骗3万元转账2万元", 300),
        ("arrested 3 suspects, ", 300),
    ],
)
def test_four_times_the_text_costs_four_times_as_much(unit: str, times: int) -> None:
    find_claims(unit, make_body(unit))  # rules are loaded once
    small, large = unit * times, unit * (4 * times)
    assert least_seconds(large) < 10 * max(least_seconds(small), 0.005)
