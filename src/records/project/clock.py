"""What time it is, unless the environment fixes it."""

from __future__ import annotations

import os
import time

from records.errors import InvalidInput


def today() -> str:
    """Today as `YYYY-MM-DD`, in local time.

    `ADR_DATE` (adr-tools) and `SOURCE_DATE_EPOCH` (reproducible-builds.org, seconds, read as UTC) fix it.

    Raises:
        InvalidInput: `SOURCE_DATE_EPOCH` is not a number of seconds.
    """
    date = os.environ.get("ADR_DATE")
    if date:
        return date
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)))
        except (ValueError, OverflowError, OSError) as error:
            raise InvalidInput(
                f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds", "unset it, or use `date +%s`"
            ) from error
    return time.strftime("%Y-%m-%d", time.localtime())
