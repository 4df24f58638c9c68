"""Keep the API keys of the service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.org.migrations.versions.v0001_first import texts

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    times = [
        sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
        for name in ("created", "expires", "revoked")
    ]
    op.create_table(
        "api_keys",
        sa.Column("org_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("prefix", sa.Text, primary_key=True),
        *texts("name", "hash", "role", "repositories"),
        *times,
    )
