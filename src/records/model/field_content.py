"""What a field of a dataclass holds, as metadata: the redactor replaces secrets in every field that has none."""

from __future__ import annotations

from collections.abc import Mapping

NO_TEXT: Mapping[str, str] = {"holds": "no text"}
"""An id, a time or a word of a closed list: nothing is replaced."""
PATH: Mapping[str, str] = {"holds": "path"}
"""A path: secrets in it are replaced, the home directory is not."""
NAME: Mapping[str, str] = {"holds": "name"}
"""Part of a file name: what replaces a secret has only characters of file names."""
