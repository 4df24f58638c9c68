"""log4brains: MADR 2's list under the title, and a date instead of a number in the file name.

No status means accepted there; `records` says None, for nothing states it.
"""

from __future__ import annotations

import records.regex as re
from records.adr.dialect import Dialect, by_stem, link_bullet, status_value
from records.adr.stated_fields import AdrReader

_NAME = re.compile(r"(?:19|20)\d{6}-")


def _recognise(reading: AdrReader) -> bool:
    view = reading.view
    return bool(_NAME.match(view.stem)) and view.document.front is None and not view.status_sections


DIALECT = Dialect(
    name="log4brains",
    label="log4brains",
    recognise=_recognise,
    write_status=status_value(by_stem, in_front=False),
    write_link=link_bullet(by_stem, "links"),
)
