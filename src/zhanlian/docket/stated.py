"""What somebody states in a request: texts that must say something, and the case it belongs to."""

from zhanlian.docket.act import Situation
from zhanlian.errors import NotFoundError, SchemaError
from zhanlian.model.docket.spelling import fold_signs


def demand_text(**told: str) -> None:
    """Return when every text says something.

    Raises:
        SchemaError: one is empty; it names the first.
    """
    for field, text in told.items():
        if not fold_signs(text):
            raise SchemaError("error.field-missing", field=field)


def find_own_case(situation: Situation, name: str) -> str | None:
    """Return the id of the own party's case of a name, or None where no case is told.

    A case that was only released to the party is not one to put records into: nobody of the party
    works on it, so nobody would see them.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    if not name:
        return None
    for found in situation.answers("case"):
        if found.party == situation.actor.party:
            return found.id
    raise NotFoundError("error.record-missing", id=name)
