"""Files: the only writer of records."""

from records.store.store import RecordStore

__all__ = ["RecordStore"]
