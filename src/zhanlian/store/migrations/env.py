"""What Alembic runs around the migrations: they work on the connection that `steps.py` gives."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # with SQLite, too: transactions are begun by ourselves
)
with context.begin_transaction():
    context.run_migrations()
