"""The files that a workspace itself consists of: nothing that is exported may take their place."""

from pathlib import Path
from typing import Final

from zhanlian.errors import StoreError
from zhanlian.store.marker import MARKER
from zhanlian.words.paths import show_path

_FILES: Final = ("docket.sqlite", "workspace.lock", MARKER)  # and what is written beside them
_FOLDERS: Final = frozenset(("vault", "lake", "rules"))


def refuse_own(path: Path) -> None:
    """Return when a path is none of the files and folders of a workspace's own, and no device.

    Raises:
        StoreError: what is written there would destroy evidence, decisions or rules, or would put
            a file in the place of a device.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise StoreError("error.out-device", path=show_path(path))
    # A link at the path itself would be replaced, not followed; one on the way is followed.
    whole = path.parent.resolve() / path.name
    for folder in whole.parents:
        if (folder / MARKER).exists():
            first = whole.relative_to(folder).parts[0].casefold()
            if first in _FOLDERS or first.startswith(_FILES):
                raise StoreError("error.out-own", path=show_path(path), workspace=show_path(folder))
