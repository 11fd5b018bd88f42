"""What a bank's own word for a row says it is; words that several kinds share say nothing."""

from typing import Final

from zhanlian.model.statement import RowKind

# Asked in this order: a fee of a withdrawal is a fee, the tax on interest is no interest.
_WORDS: Final = (
    (RowKind.REVERSAL, ("冲正", "撤销", "撤消", "抹账", "REVERSAL")),
    (RowKind.REFUND, ("退款", "退货", "退回", "REFUND")),
    (RowKind.FEE, ("利息税", "手续费", "年费", "工本费", "服务费", "管理费", "短信费")),
    (RowKind.FEE, (" FEE", "CHARGE")),
    (RowKind.INTEREST, ("结息", "利息", "INTEREST")),
    (RowKind.CASH, ("ATM", "取现", "取款", "存现", "现存", "现支", "现金")),
    (RowKind.CASH, ("CASH", "MOBILE WITHDRAWAL")),
    (RowKind.POS, ("POS ", "POS消费", "POS机", "刷卡")),
    (RowKind.WITHDRAWAL, ("提现",)),
    (RowKind.TOPUP, ("充值",)),
    (RowKind.TRANSFER, ("转账", "汇款", "汇入", "汇出", "网转", "转存", "转入", "转出")),
    (RowKind.TRANSFER, ("还款", "TRANSFER")),
    (RowKind.MERCHANT, ("消费",)),
)  # fmt: skip


def find_kind(told: str) -> RowKind:
    """Return the kind that a word of a statement names; UNTOLD where none does."""
    told = told.upper()
    for kind, words in _WORDS:
        if any(word in told for word in words):
            return kind
    return RowKind.UNTOLD
