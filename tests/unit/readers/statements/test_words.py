"""Every reason that a reader of statements gives has a text in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import zhanlian.readers.statements
from zhanlian.words import LANGUAGES, load_keys

_FOLDER = Path(zhanlian.readers.statements.__file__).parent
_TAKE_A_REASON = {"refuse": 1, "_UnreadableError": 0, "CellError": 0, "RowError": 0}


def _find_reasons(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.startswith(("reject.", "remark.")):
                yield node.value
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = _TAKE_A_REASON.get(name)
            if place is not None and len(node.args) > place:
                argument = node.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield f"reject.{argument.value}"


def test_every_reason_of_the_code_has_a_text() -> None:
    reasons = {
        reason
        for file in _FOLDER.rglob("*.py")
        for reason in _find_reasons(ast.parse(file.read_text(encoding="utf-8")))
        if not reason.endswith(".")
    }
    assert len(reasons) > 20
    for language in LANGUAGES:
        assert reasons <= load_keys(language)
