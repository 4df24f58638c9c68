"""The command line: click lives here and nowhere else."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
else:
    ModuleType = type(sys)


class _Callable(ModuleType):
    """This package, which the command of the project `records` (SQL for Humans) calls: `cli()`."""

    def __call__(self) -> int:
        """Say which project the command belongs to, instead of failing with a TypeError."""
        from records.cli.output import configure_streams, print_error
        from records.distributions import explanation, other_version
        from records.errors import RecordsError

        configure_streams()
        print_error(RecordsError(*explanation(other_version() or "")))
        return 2


sys.modules[__name__].__class__ = _Callable
