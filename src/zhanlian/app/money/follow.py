"""Follow the money of a case: statements to ledger, payments to traces, traces to answers."""

import shlex
from collections.abc import Callable, Sequence

import numpy as np

from zhanlian.app.money.first_screen import TOP, FirstAnswers, TopLine
from zhanlian.app.money.gather import Gathered
from zhanlian.app.money.measures import find_as_of, find_measures
from zhanlian.app.money.payments import ToldPayments
from zhanlian.app.money.ports import FollowRequest
from zhanlian.app.money.rows import RowFinder, list_files
from zhanlian.errors import LimitError
from zhanlian.kernels.flow import Int32s
from zhanlian.model.answers import FlowAnswer, RestitutionSchedule
from zhanlian.model.asset import show_amount
from zhanlian.model.loss import LossClaim
from zhanlian.model.zone import SHANGHAI
from zhanlian.money.ledger.build import build_ledger
from zhanlian.money.ledger.cleaning import summarise_cleaning
from zhanlian.money.ledger.gaps import list_gaps
from zhanlian.money.ledger.identity.numbers import map_numbers
from zhanlian.money.ledger.ledger import CleaningPolicy, CleanLedger, Told
from zhanlian.money.restitution.frozen import schedule_returns
from zhanlian.money.tracing.answer import (
    FlowLists,
    FlowParts,
    build_lists,
    build_parts,
    follow,
)
from zhanlian.money.tracing.cited import build_cited
from zhanlian.money.tracing.flow import build_flow
from zhanlian.money.tracing.trail import Trail
from zhanlian.money.victims.beyond import Extended, add_payments
from zhanlian.money.victims.masks import find_masked
from zhanlian.money.victims.matching import Matches, match_payments
from zhanlian.words.shown import plain_name


def follow_money(
    gathered: Gathered,
    told: ToldPayments,
    request: FollowRequest,
    show: Callable[[FirstAnswers], None],
) -> FlowAnswer:
    """Return all answers over the statements and payments of a case.

    Sums and lists are shown first: returns, comparisons and rows of a million transfers take a
    while, and nobody who has to stop money waits for them.

    Raises:
        ZhanlianError: a limit is passed, or a balance does not come out at 0.
    """
    ledger = _clean(gathered)
    canonical = _name_accounts(_list_numbers(gathered, told), ledger)
    matches = match_payments(told.payments, ledger.transfers, ledger.purses, canonical)
    whole = add_payments(told.payments, matches.beyond, ledger.transfers, ledger.purses, canonical)
    victims, victim = _number_victims(told, matches, whole)
    rows = RowFinder(gathered, told, ledger, matches, whole)
    measures = find_measures(gathered, canonical)
    as_of = request.as_of or find_as_of(whole.transfers, measures)
    try:
        trail = follow(whole.transfers, whole.purses, victims, victim, request.rule, as_of)
    except LimitError as error:
        raise _name_largest(error, whole, victim, rows) from error
    lists = build_lists(trail, measures)
    show(_find_first(ledger, matches, trail, lists))
    parts = build_parts(trail, measures, lists=lists)
    claims = _prove(told, matches)
    schedules = schedule_returns(trail, measures, claims, request.reading)
    return _answer(gathered, told, request, ledger, matches, parts, schedules, rows)


def _name_largest(
    error: LimitError, whole: Extended, victim: Int32s, rows: RowFinder
) -> LimitError:
    """Return the error with the row of the largest amount, which is mostly what is wrong."""
    place = int(build_flow(whole.transfers, whole.purses, victim).amount.argmax())
    (found,) = rows.find([place])
    if error.key != "error.trace-too-much" or not found:
        return error
    purse = whole.transfers["payer"][place].as_py()
    asset = whole.purses["asset"][purse].as_py()
    amount = show_amount(whole.transfers["amount"][place].as_py(), asset)
    return LimitError(
        "error.money-too-much", **error.fields, name=found[0].name, line=found[0].line,
        amount=amount, asset=asset,
    )  # fmt: skip


def _find_first(
    ledger: CleanLedger, matches: Matches, trail: Trail, lists: FlowLists
) -> FirstAnswers:
    freezes = zip(lists.freezes.purse[:TOP], lists.freezes.savable[:TOP], strict=True)
    return FirstAnswers(
        rows=ledger.fates.num_rows,
        transfers=ledger.transfers.num_rows,
        gaps=ledger.gaps.num_rows,
        unmatched=len(matches.unmatched),
        totals=lists.totals,
        queries=len(lists.queries),
        freezes=len(lists.freezes.purse),
        first_queries=tuple(
            TopLine(one.account, one.asset, one.amount) for one in lists.queries[:TOP]
        ),
        first_freezes=tuple(
            TopLine(trail.account(purse), trail.asset(purse), int(savable))
            for purse, savable in freezes
        ),
    )


def _list_numbers(gathered: Gathered, told: ToldPayments) -> list[str]:
    """Return the account numbers that victims and measures name, each once."""
    named = {number for one in told.payments for number in (one.payee, one.payer) if number}
    named.update(number for number in gathered.table("freezes")["account"].to_pylist() if number)
    return sorted(named)


def _name_accounts(texts: Sequence[str], ledger: CleanLedger) -> dict[str, str]:
    """Return the ledger's number for each text; of a masked one, if it fits one account only."""
    named = map_numbers(texts, ledger.joined)
    columns = (ledger.joined[name].to_pylist() for name in ("number", "canonical"))
    numbers = dict(zip(*columns, strict=True))
    numbers.update((account, account) for account in ledger.purses["account"].to_pylist())
    behind = find_masked(named.values(), numbers)
    return {text: behind.get(number, number) for text, number in named.items()}


def _clean(gathered: Gathered) -> CleanLedger:
    told = Told(
        accounts=gathered.table("accounts"),
        freezes=gathered.table("freezes"),
        tasks=gathered.table("tasks"),
        persons=gathered.table("persons"),
    )
    return build_ledger(gathered.table("rows"), told, CleaningPolicy())


def _number_victims(
    told: ToldPayments, matches: Matches, whole: Extended
) -> tuple[tuple[str, ...], Int32s]:
    """Return the victims in order of their first payment listed, and whose each transfer is."""
    names: dict[str, int] = {}
    number = np.array(
        [names.setdefault(one.victim, len(names)) for one in told.payments], dtype=np.int32
    )
    former = np.full(len(whole.former) + 1, -1, dtype=np.int32)
    for place, row in enumerate(matches.transfer):
        if row >= 0:
            former[row] = number[place]
    # -1, for a transfer that is not of the former ledger, points at the last place: nobody.
    victim = former[whole.former]
    added = whole.added >= 0
    if added.any():
        victim[added] = number[whole.added[added]]
    return tuple(names), victim


def _prove(told: ToldPayments, matches: Matches) -> dict[str, tuple[LossClaim, ...]]:
    """Return the claims, each with the payments that nothing at hand speaks against.

    Those found in the records, and those to accounts whose records are still missing: that a
    return has not come yet must not lower what a victim is due.
    """
    beyond = set(matches.beyond)
    found: dict[tuple[str, str], int] = {}
    for place, (payment, row) in enumerate(zip(told.payments, matches.transfer, strict=True)):
        key = (payment.asset, payment.victim)
        stands = row >= 0 or place in beyond
        found[key] = found.get(key, 0) + (payment.amount if stands else 0)
    return {
        asset: tuple(
            LossClaim(
                one.victim,
                one.loss,
                one.recovered,
                found.get((asset, one.victim), 0),
                one.objection,
                one.accused,
            )
            for one in claims
        )
        for asset, claims in told.losses.items()
    }


def _answer(
    gathered: Gathered,
    told: ToldPayments,
    request: FollowRequest,
    ledger: CleanLedger,
    matches: Matches,
    parts: FlowParts,
    schedules: Sequence[RestitutionSchedule],
    rows: RowFinder,
) -> FlowAnswer:
    cited = [*parts.list_cited()]
    cited += [name for one in schedules for line in one.lines for name in line.transfers]
    return FlowAnswer(
        case=request.case,
        version=request.version,
        rule=request.rule,
        parameters=(
            *parts.parameters,
            *_tell_policy(CleaningPolicy()),
            ("reading", request.reading.value),
        ),
        command=_tell_command(request),
        as_of=parts.trail.as_of,
        inputs=(*(line for one in gathered.imported for line in one.lines), *told.texts),
        cleaning=summarise_cleaning(ledger, _add_dust(gathered)),
        gaps=list_gaps(ledger, gathered.table("rows"), list_files(gathered)),
        unmatched=matches.unmatched,
        totals=parts.totals,
        accounts=parts.accounts,
        cash_outs=parts.cash_outs,
        edges=parts.edges,
        queries=parts.queries,
        freezes=parts.freezes,
        restitution=tuple(schedules),
        comparison=parts.comparison,
        assumptions=parts.assumptions,
        cited=build_cited(parts.trail, cited, rows.find, parts.round_trip),
    )


def _tell_command(request: FollowRequest) -> str:
    """Return the command that gives the same answer; PATH… stands for the inputs listed."""
    words = ["zhanlian", "run", "PATH…", "--case", shlex.quote(plain_name(request.case))]
    words += ["--rule", request.rule.value, "--reading", request.reading.value]
    if request.as_of is not None:
        words += ["--as-of", f"{request.as_of.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}"]
    return " ".join([*words, "--lang", request.language])


def _tell_policy(policy: CleaningPolicy) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(getattr(policy, name))) for name in CleaningPolicy.__slots__)


def _add_dust(gathered: Gathered) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for one in gathered.imported:
        for asset, cut in one.dust:
            sums[asset] = sums.get(asset, 0) + cut
    return tuple(sorted(sums.items()))
