"""Count the commits of agents, and keep the address of each repository's remote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; the next run of the index fills them."""
    for name in ("commits", "agent_commits", "recorded_commits"):
        op.add_column("repositories", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.add_column("repositories", sa.Column("remote", sa.Text, nullable=False, server_default=""))
