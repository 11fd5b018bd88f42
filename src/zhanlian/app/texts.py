"""The one text of an item, which all its claims cite."""

from dataclasses import replace
from typing import Final

from zhanlian.model.document import Document

_BETWEEN: Final = "\n\n"


def join_documents(documents: tuple[Document, ...]) -> Document | None:
    """Return the documents of one item as one, so that an item has one text to cite; None for none.

    A mail with several text parts is the case this is for; hints of the first one hold.
    """
    if len(documents) < 2:
        return documents[0] if documents else None
    return replace(documents[0], text=_BETWEEN.join(document.text for document in documents))
