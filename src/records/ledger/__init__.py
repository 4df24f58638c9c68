"""Every utterance exactly once: the SQLite ledger, its writer, its reader and reconciliation."""
