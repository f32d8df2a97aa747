"""The day until which a page says that a price holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the column. What was taken in before came from snapshots that held no such day."""
    op.add_column("period", sa.Column("effective_until", sa.String))


def downgrade() -> None:
    """The database is made again from the snapshots."""
