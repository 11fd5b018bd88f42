"""Taking a database from one version of the schema to a later one, inside one transaction.

Alembic is imported here and in the migrations only, so that no other command waits for it.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect

from zhanlian.store import tables
from zhanlian.store.schema import HEAD, LEGACY_VERSION, find_revision


def list_revisions() -> tuple[str, ...]:
    """Return the versions that there are migrations for, from the first one on."""
    scripts = ScriptDirectory.from_config(_configure())
    return tuple(step.revision for step in scripts.walk_revisions())[::-1]


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Bring a database to a version; where it has no table yet, all are made.

    Args:
        connection: inside of `write_transaction`: all steps come to stay, or none. Both databases
            take back what a transaction made of tables.
        to: one of the versions, not before the present one.
    """
    _carry_over(connection)
    config = _configure()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _carry_over(connection: Connection) -> None:
    """Let Alembic know the version of a docket from the time before there were migrations."""
    if not inspect(connection).has_table(LEGACY_VERSION.name):
        return
    found = find_revision(connection)
    tables.alembic_version.create(connection)
    connection.execute(insert(tables.alembic_version).values(version_num=found))
    connection.exec_driver_sql(f"DROP TABLE {LEGACY_VERSION.name}")


def _configure() -> Config:
    config = Config()
    # A percent sign in the path of the installation is none of ConfigParser's.
    folder = str(Path(__file__).parent).replace("%", "%%")
    config.set_main_option("script_location", folder)
    return config
