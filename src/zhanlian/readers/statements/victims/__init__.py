"""Lists of what victims paid, as they are kept by hand."""

from typing import Final

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.victims.payment_list import PaymentList

FORMATS: Final[tuple[StatementFormat, ...]] = (PaymentList(),)
