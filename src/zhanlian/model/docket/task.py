"""A task: an order, its receipt, what came of it, and a second person's check."""

from dataclasses import dataclass
from datetime import datetime

from zhanlian.model.docket.fields import Identifier, identifier


@dataclass(frozen=True, slots=True)
class Task:
    """Something that one person is to do.

    Attributes:
        title: without names and numbers of people.
        assignee: account of the own party.
        task_due: by when.
        about: id of the record that it is about, or "".
        about_kind: its kind.
        feedback: what came of it, or why it was declined.
        feedback_source: SHA-256 of evidence or a document that shows it.
        done_by: who gave the feedback; nobody checks his own.
        returned: how many times the check sent it back.
    """

    title: str
    assignee: str
    task_due: datetime
    text: str = identifier(Identifier.FREE_TEXT, "")
    about: str = ""
    about_kind: str = ""
    receipt_at: datetime | None = None
    feedback: str = identifier(Identifier.FREE_TEXT, "")
    feedback_source: str = ""
    done_by: str = ""
    returned: int = 0
    remark: str = identifier(Identifier.FREE_TEXT, "")
