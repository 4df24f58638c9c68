"""Start `records`: as `records`, or as `python -m records`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from records.cli.main import main as run

        code = run()
    except KeyboardInterrupt:  # while modules were imported
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
