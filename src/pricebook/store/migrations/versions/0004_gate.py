"""What the gate says of each form of a price."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the column. What was taken in before says nothing of it, and is taken in anew."""
    op.add_column("period", sa.Column("gate", sa.String, nullable=False, server_default="{}"))
    op.execute("UPDATE source SET seal = '', stamp = ''")
    op.execute("DELETE FROM seal")


def downgrade() -> None:
    """The database is made again from the snapshots."""
