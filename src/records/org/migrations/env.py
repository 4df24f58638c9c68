"""What Alembic runs: the steps, on the connection that `records.org.database` gives it."""

from __future__ import annotations

from alembic import context

from records.org.schema import METADATA

if __name__ == "env_py":  # the name that Alembic gives it; imported as a module of ours it does nothing
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    context.run_migrations()
