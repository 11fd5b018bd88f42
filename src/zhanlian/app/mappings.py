"""The mappings of a workspace: how tables that no format knows are read, as persons confirmed."""

from pathlib import Path
from typing import Final

from zhanlian.errors import SchemaError
from zhanlian.readers.statements.mapped.mapped_format import MappedFormat
from zhanlian.readers.statements.mapped.mapping_text import LARGEST, read_mapping
from zhanlian.store.file_source import list_named
from zhanlian.store.whole_files import load_start
from zhanlian.words.paths import show_path

FOLDER: Final = "mappings"
ENDING: Final = ".mapping.toml"


def load_mappings(folder: Path) -> tuple[MappedFormat, ...]:
    """Return the formats of a folder of mappings, by file name; none where there is no folder.

    Args:
        folder: ``mappings/`` of a workspace.

    Raises:
        SchemaError: a mapping is broken or incomplete; names the file and the place.
        InputError: a file cannot be opened.
    """
    return tuple(load_mapping(path) for path in list_named(folder, ENDING))


def load_mapping(path: Path) -> MappedFormat:
    """Return the format that one file of a mapping describes.

    Raises:
        SchemaError: it is broken or incomplete; names the file and the place.
        InputError: it cannot be opened.
    """
    return parse_mapping(load_start(path, LARGEST + 1), path)


def parse_mapping(data: bytes, path: Path) -> MappedFormat:
    """Return the format that the bytes of a mapping describe.

    Raises:
        SchemaError: it is broken or incomplete; names the file and the place.
    """
    try:
        return MappedFormat(read_mapping(data))
    except SchemaError as error:
        fields = {**error.fields, "path": show_path(path)}
        raise SchemaError(error.key, **fields) from error
