"""Many repositories: an index over their records, and answers from it.

The modules that need SQLAlchemy and Alembic, the extra `org`, are imported by `records org` alone, when it needs them.
"""
