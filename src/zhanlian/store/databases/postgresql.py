"""PostgreSQL: one schema of a server, for a team.

All that is asked of the server is a database in UTF-8 and the right to make tables in it.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    ForeignKeyConstraint,
    MetaData,
    create_engine,
    event,
    exists,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

_CONNECT_SECONDS: Final = "10"
_LOCK: Final = 0x5A484E4C  # "ZHNL": keeps our locks apart from those of other programs
_SHOWN: Final = 20  # broken references of one key that are named

# PostgreSQL's classes: connection, authorisation, unknown database, too many, shutting down.
_UNREACHABLE: Final = ("08", "28", "3D", "53", "57")
_BUSY: Final = frozenset({"40001", "40P01", "55P03"})  # serialisation, deadlock, lock timeout


def make_engine(url: str, patience: int) -> Engine:
    """Return an engine on a database; nothing is opened yet.

    Args:
        url: ``postgresql://…`` as set.
        patience: seconds to wait for a lock, or for a free connection.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    if "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": _CONNECT_SECONDS})
    engine = create_engine(
        address,
        connect_args={"client_encoding": "utf8"},
        pool_pre_ping=True,  # the server may have been restarted since
        pool_timeout=patience,
    )

    def prepare(connection: Any, _record: object) -> None:
        # Outside of a transaction, else the settings would go with it.
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = '{patience}s'")
        # An act that was told to be done survives the loss of power.
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false)"
            " WHERE current_setting('synchronous_commit') = 'off'"
        )
        connection.autocommit = False

    event.listen(engine, "connect", prepare)
    return engine


def begin(connection: Connection, *, writes: bool) -> None:
    """Begin a transaction; one that writes waits for the one that is writing.

    Readers see the state at their first query throughout. A writer takes the lock first and sees
    what was committed until then: two writers that read the same end of the audit chain would
    fork it.
    """
    if not writes:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE")
    # A lock without a schema would be none: the function is strict.
    connection.exec_driver_sql(
        f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(coalesce(current_schema(), '')))"
    )


def name_database(engine: Engine) -> str:
    """Return what a message calls the database: host and name, neither user nor password."""
    url = engine.url
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database or ''}"


def tell_refusal(error: DBAPIError) -> tuple[str, str]:
    """Return the key of the message for what the database refused, and its own words."""
    if isinstance(error, IntegrityError):
        key = "error.docket-refused"
    else:
        state = getattr(error.orig, "sqlstate", None)
        lost = state is None and type(error.orig).__name__ in ("OperationalError", "InterfaceError")
        if state in _BUSY:
            key = "error.docket-busy"
        elif (
            lost
            or str(state).startswith(_UNREACHABLE)
            or type(error.orig).__name__.endswith("Timeout")
        ):
            key = "error.database-unreachable"
        else:
            key = "error.docket-unreadable"
    # The first line only: the ones after it repeat values of the row.
    diagnosis = getattr(error.orig, "diag", None)
    told = getattr(diagnosis, "message_primary", None) or str(error.orig)
    return key, " ".join(told.split())


def find_page_faults(connection: Connection, metadata: MetaData) -> tuple[str, ...]:
    """Return what is wrong with indexes, constraints and keys, as far as the server can be asked.

    Pages are the server's own business (its checksums); rows are held against the audit chain.
    """
    found = list(connection.execute(text(_FAULTS_SQL)).scalars())
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            found += _find_broken(connection, key)
    return tuple(found)


def _find_broken(connection: Connection, key: ForeignKeyConstraint) -> Iterator[str]:
    """Yield rows that refer to nothing: constraints can be switched off and on again."""
    parent = key.referred_table.alias()
    pairs = [(one.parent, parent.c[one.column.name]) for one in key.elements]
    there = exists().where(*(own == other for own, other in pairs))
    broken = (
        select(*key.table.primary_key.columns)
        .where(*(own.is_not(None) for own, _ in pairs), ~there)
        .limit(_SHOWN)
    )
    for row in connection.execute(broken):
        yield f"foreign key of {key.table.name}, row {', '.join(map(str, row))}"


_FAULTS_SQL: Final = """
SELECT 'index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)
UNION ALL
SELECT 'constraint ' || o.conname FROM pg_constraint o
  JOIN pg_namespace n ON n.oid = o.connamespace
  WHERE n.nspname = current_schema() AND NOT o.convalidated
UNION ALL
SELECT 'checks of ' || c.relname || ' switched off' FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND t.tgisinternal AND t.tgenabled <> 'O'
  GROUP BY c.relname
ORDER BY 1
"""


def find_foreign(connection: Connection, ours: Collection[str]) -> tuple[str, ...]:
    """Return kind and name of what is in the schema and not ours.

    Tables, views and indexes; triggers, rules and policies on our tables, which may change, remove
    or hide rows; tables that inherit from ours; triggers on events of the database. What belongs
    to an installed extension is left out, unless it sits on a table of ours.
    """
    relations = connection.execute(text(_RELATIONS_SQL)).all()
    attached = connection.execute(text(_ATTACHED_SQL), {"ours": sorted(ours)}).all()
    return (
        *(f"{kind} {name}" for kind, name in relations if name not in ours),
        *(f"{kind} {name}" for kind, name in attached),
    )


_RELATIONS_SQL: Final = """
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'f' THEN 'foreign table'
         WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' ELSE 'table' END,
       c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = c.oid AND d.deptype = 'e')
    AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = c.oid
                      AND o.contype IN ('p', 'u', 'x'))
  ORDER BY c.relname
"""
_ATTACHED_SQL: Final = """
WITH own AS (SELECT c.oid, c.relname, c.relrowsecurity FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relname = ANY(:ours) AND c.relkind IN ('r', 'p'))
SELECT 'trigger', t.tgname FROM pg_trigger t JOIN own ON own.oid = t.tgrelid
  WHERE NOT t.tgisinternal
UNION ALL SELECT 'rule', r.rulename FROM pg_rewrite r JOIN own ON own.oid = r.ev_class
UNION ALL SELECT 'policy', p.polname FROM pg_policy p JOIN own ON own.oid = p.polrelid
UNION ALL SELECT 'row security', own.relname FROM own WHERE own.relrowsecurity
UNION ALL SELECT 'table', c.relname FROM pg_inherits i JOIN own ON own.oid = i.inhparent
  JOIN pg_class c ON c.oid = i.inhrelid
UNION ALL SELECT 'event trigger', e.evtname FROM pg_event_trigger e
ORDER BY 1, 2
"""
