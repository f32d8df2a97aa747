"""The stamp of each provider's files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column. Empty, it is no provider's stamp: all of them are looked at once."""
    op.add_column("source", sa.Column("stamp", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    """The database is made again from the snapshots."""
