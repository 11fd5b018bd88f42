"""What could not be read, once for each name it was received by.

The docket keeps a reject with the hash of its item, whose bytes are read once. The same empty
attachment may have come under five names, and each of the five persons who sent it must be asked.
"""

from collections import defaultdict
from dataclasses import replace

from zhanlian.app.ports import Docket
from zhanlian.model.evidence import Reject


def list_rejects(docket: Docket, case: str) -> tuple[tuple[str, Reject], ...]:
    """Return (sha256 or "", reject) for each source of what could not be read, by source.

    Cost: the receipts of the case are looked through once, where there is a reject at all.
    """
    rejects = docket.list_rejects(case)
    sources: dict[str, set[str]] = defaultdict(set)
    if rejects:
        refused = {sha256 for sha256, _ in rejects if sha256}
        for receipt in docket.list_receipts(case):
            if receipt.sha256 in refused:
                sources[receipt.sha256].add(receipt.source)
    told = {
        (source, reject.place, reject.reason.key, sha256): (sha256, replace(reject, source=source))
        for sha256, reject in rejects
        for source in sources.get(sha256, (reject.source,))
    }
    return tuple(told[name] for name in sorted(told))
