"""Messages between banks, and from banks to their customers: ISO 20022, SWIFT MT, OFX.

One format a file with the verbs ``sniff`` and ``parse``; `FORMATS` in the order of asking.
"""

from typing import Final

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.transfer_messages import camt053, mt940, ofx, pacs008

FORMATS: Final[tuple[StatementFormat, ...]] = (camt053, pacs008, ofx, mt940)
