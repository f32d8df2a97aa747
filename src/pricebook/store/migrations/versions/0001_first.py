"""The first form: prices, periods, sources and seals."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "price",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("meter", sa.String, nullable=False),
        sa.Column("unit", sa.String),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("conditions", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("model", "provider"):
        op.create_index(f"ix_price_{name}", "price", [name])
    op.create_table(
        "period",
        sa.Column("price", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("first_seen", sa.String, primary_key=True),
        sa.Column("known_from", sa.String, primary_key=True),
        sa.Column("quote", sa.Integer, primary_key=True),
        sa.Column("amount", sa.String, nullable=False),
        sa.Column("free", sa.Boolean, nullable=False),
        sa.Column("effective_from", sa.String),
        sa.Column("said", sa.String, nullable=False),
        sa.Column("snapshot", sa.String, nullable=False),
        sa.Column("last_seen", sa.String),
        sa.Column("valid_from", sa.String, nullable=False),
        sa.Column("basis", sa.String, nullable=False),
        sa.Column("valid_to", sa.String),
        sa.Column("unread_since", sa.String),
        sa.Column("missing_since", sa.String),
        sa.Column("withdrawn_on", sa.String),
        sa.Column("withdrawn_at", sa.String),
        sa.Column("known_to", sa.String),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source",
        sa.Column("provider", sa.String, primary_key=True),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("last", sa.String, nullable=False),
        sa.Column("seal", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seal",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Nothing came before: the database is made again from the snapshots."""
