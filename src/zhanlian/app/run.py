"""Run a case: receive the files, read what is new, compare, and write the ledger."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from zhanlian.app.case_ledger import LedgerBuilder
from zhanlian.app.docket.gate import RECEIVE, Visitor, admit_to_case
from zhanlian.app.mappings import FOLDER as MAPPINGS
from zhanlian.app.mappings import load_mappings
from zhanlian.app.money.case import MONEY_OUTPUTS, follow_case
from zhanlian.app.money.first_screen import MoneySummary
from zhanlian.app.money.kinds import add_mappings
from zhanlian.app.money.ports import FollowRequest, MoneyWorkspace
from zhanlian.app.money.statements_of_case import StatementFinder, import_case
from zhanlian.app.ports import Progress, Rooms
from zhanlian.app.publish import OUTPUTS, publish
from zhanlian.app.published import find_published, mark_ledger, save_published
from zhanlian.app.read import ReadTally, read_items
from zhanlian.app.receive import ReceiveLimits, Receiver, Reception
from zhanlian.app.rejects import list_rejects
from zhanlian.errors import InputError
from zhanlian.model.answers import ReturnReading
from zhanlian.model.evidence import Reject
from zhanlian.model.flow import Rule
from zhanlian.report.summary import Summary, summarise
from zhanlian.store.folders import Omission, find_files
from zhanlian.store.whole_files import prepare_folder

_LONGEST_NAME: Final = 100
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # Windows devices


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a run is to do.

    Attributes:
        paths: files and folders to receive.
        workspace: folder of the workspace; made where it is missing.
        case: name of the case.
        received_by: who receives; never empty.
        legal_basis: e.g. an instrument number, or empty.
        language: of the report, ``zh`` or ``en``.
        limits: files in one transaction, bytes of one file.
        out: folder for the ledger, or None for ``out/<case>`` in the workspace.
        rule: by which money is followed.
        reading: of the words on proportional return.
        as_of: the instant that money is told for, or None for the last one of the data.
    """

    paths: Sequence[str]
    workspace: Path
    case: str
    received_by: str
    legal_basis: str
    language: str
    limits: ReceiveLimits
    out: Path | None = None
    rule: Rule = Rule.ROLLING
    reading: ReturnReading = ReturnReading.USUAL
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a run did.

    Attributes:
        files: found under the paths.
        omissions: left out on purpose, and why.
        tally: items read now, and known from before.
        summary: counts of the ledger.
        rejects: what could not be read in this case, and why.
        written: report, workbook, lines.
        money: what following the money came to, or None where there are no statements.
    """

    files: int
    omissions: tuple[Omission, ...]
    tally: ReadTally
    summary: Summary
    rejects: tuple[Reject, ...]
    written: tuple[Path, ...]
    money: MoneySummary | None = None


def run_case(
    request: RunRequest, rooms: Rooms, progress: Progress, show: Callable[[MoneySummary], None]
) -> RunOutcome:
    """Return what was received, read and written.

    Killed at any instant, the workspace opens again and the same run completes it. What following
    the money came to is shown as soon as it is known; its files are written after that.

    Raises:
        InputError: a path is missing, there is no file, or the case has no usable name.
        DeniedError, NotFoundError: the workspace has accounts, and this one does not receive for
            this case.
        StoreError: workspace or output cannot be written.
    """
    check_case(request.case)
    out = request.out or request.workspace / "out" / case_folder(request.case)
    own = (request.workspace, *(out / name for name in (*OUTPUTS, *MONEY_OUTPUTS)))
    intake = find_files(request.paths, own)
    if not intake.files and not intake.rejects:
        raise InputError("error.no-files", paths=", ".join(request.paths))
    reception = Reception(request.case, request.received_by, request.legal_basis, rooms.now)
    with rooms.open_workspace(request.workspace) as workspace:
        visitor = Visitor(request.received_by, rooms.now())
        admit_to_case(workspace.docket, RECEIVE, visitor, request.case)
        prepare_folder(out)
        receiver = Receiver(workspace, rooms.reading, reception)
        if intake.rejects:
            receiver.record((), [("", reject) for reject in intake.rejects], ())
        receiver.receive_files(intake.files, request.limits, progress)
        mappings = load_mappings(request.workspace / MAPPINGS)
        statements = add_mappings(rooms.money.statements, mappings)
        finder = StatementFinder(workspace, statements)
        tally = read_items(workspace, rooms.reading, receiver, progress, finder.is_statement)
        imported = import_case(workspace, finder, statements, receiver, progress)
        summary = _publish_case(request, workspace, rooms, finder, out, progress)
        asked = _ask(request, rooms)
        money = follow_case(
            workspace, imported, asked, rooms.reading, rooms.money, out, progress, show
        )
        rejects = tuple(reject for _, reject in list_rejects(workspace.docket, request.case))
    return RunOutcome(
        files=len(intake.files),
        omissions=intake.omissions,
        tally=tally,
        summary=summary,
        rejects=rejects,
        written=tuple(out / name for name in (*OUTPUTS, *(MONEY_OUTPUTS if money else ()))),
        money=money,
    )


def _ask(request: RunRequest, rooms: Rooms) -> FollowRequest:
    return FollowRequest(
        case=request.case,
        version=rooms.version,
        language=request.language,
        rule=request.rule,
        reading=request.reading,
        as_of=request.as_of,
    )


def _publish_case(
    request: RunRequest,
    workspace: MoneyWorkspace,
    rooms: Rooms,
    finder: StatementFinder,
    out: Path,
    progress: Progress,
) -> Summary:
    """Return the counts of the ledger, which lies in the output folder afterwards."""
    mark = mark_ledger(workspace, request.case, request.language, rooms)
    known = find_published(workspace.lake, mark, out)
    if known is not None:
        return known
    builder = LedgerBuilder(
        workspace, rooms.reading, rooms.figuring, rooms.version, finder.is_statement
    )
    ledger = builder.build(request.case, progress)
    text = builder.text_loader()
    written = publish(ledger, rooms.reporting, text, request.language, out, progress)
    summary = summarise(ledger)
    save_published(workspace.lake, mark, summary, written)
    return summary


def check_case(case: str) -> None:
    """Refuse a name of a case that cannot be shown or is none.

    Raises:
        InputError: the name is empty, too long or holds control characters.
    """
    if not case.strip() or len(case) > _LONGEST_NAME or not case.isprintable():
        raise InputError("error.case-unusable", case=ascii(case), most=_LONGEST_NAME)


def case_folder(case: str) -> str:
    """Return a folder name for a case that every file system takes; two cases never share one."""
    safe = _UNSAFE.sub("_", case).strip(" .")
    if safe == case and not _RESERVED.fullmatch(safe):
        return safe
    return f"{safe or 'case'}-{hashlib.sha256(case.encode()).hexdigest()[:8]}"
