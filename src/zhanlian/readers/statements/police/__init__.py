"""Returns to the police: the bank package (调单), Alipay and Tenpay; CSV of any size, workbooks."""

from typing import Final

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.police import formats

FORMATS: Final[tuple[StatementFormat, ...]] = formats.FORMATS
