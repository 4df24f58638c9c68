"""Start `records`: as `records`, or as `python -m records`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # its search costs 20 ms
    from records.cli.main import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
