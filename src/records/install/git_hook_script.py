"""The shell lines that our block in each of git's hooks consists of."""

from __future__ import annotations

import shlex
import sys

from records.git.hooks_path import HooksFolder
from records.model.kind import Kind
from records.model.record_paths import ENDINGS
from records.project.fingerprint import FOREIGN_CONFIGS
from records.project.settings import CONFIG_PATH


def hook_lines(name: str, folder: HooksFolder, chain: str) -> str:
    """Return the lines for one of git's hooks.

    Args:
        name: of the hook.
        folder: where the repository's hooks are.
        chain: the lines that call the hook that was there before; empty where there was none.
    """
    return _LINES[name](_programs(folder), chain)


def _programs(folder: HooksFolder) -> str:
    """Return a shell function that runs `records`; a hook that others share names no path of this machine."""
    program = shlex.quote(sys.executable)
    local = f'if [ -x {program} ]; then {program} -P -m records "$@"\n  el' if not folder.tracked else ""
    return f'records_run() {{\n  {local}if command -v records >/dev/null 2>&1; then records "$@"\n  fi\n}}\n'


def _prepare(programs: str, chain: str) -> str:
    call = 'if [ "${2-}" != merge ] && { records_has_work || records_amends "$@"; }; then\n'
    call += '  records_run hooks run prepare-commit-msg "$@" </dev/null || :\nfi\n'
    return chain + programs + _FORGET_CHECKED + _STATE + _HAS_WORK + _AMENDS + call


def _check(programs: str, chain: str) -> str:
    call = 'records_run hooks run commit-msg "$@" </dev/null || { [ $? -ne 1 ] || exit 1; }\n'
    condition = f'{_TRAILERS_OF_MESSAGE} >/dev/null && ! records_is_checked "$1"'
    return f"{chain}{programs}{_IS_CHECKED}if {condition}; then\n  {call}fi\n"


_STATE = """\
if [ -d .git ] && [ -z "${GIT_DIR-}${GIT_COMMON_DIR-}" ]; then records_state=.git/records
else records_state=$(git rev-parse --git-common-dir 2>/dev/null)/records || :; fi
"""
_CHECKED = 'records_checked="${GIT_DIR:-.git}/records/trailers"\n'
_FORGET_CHECKED = _CHECKED + 'if [ -e "$records_checked" ]; then rm -f "$records_checked" || :; fi\n'
_ANY_PATH = " ".join(
    f"':(icase)*{ending}'"
    for ending in ENDINGS
    if not any(ending.endswith(end) for end in ENDINGS if end != ending)
)
_RECORD_PATHS = " ".join(
    shlex.quote(f"{root}/*" if "*" in root else root) for kind in Kind for root in kind.roots
)
# A commit concerns us where a record may be staged, may be new, or where capture has a ledger. Where a configuration
# names other folders, any file that has the ending of a record may be one.
_HAS_WORK = f"""\
records_any() {{
  ! GIT_LITERAL_PATHSPECS=0 git diff-index --cached --quiet --diff-filter=d HEAD -- "$@" 2>/dev/null ||
    [ -n "$(GIT_LITERAL_PATHSPECS=0 git ls-files --others --exclude-standard -- "$@" 2>/dev/null)" ]
}}
records_has_work() {{
  if [ -e "$records_state/ledger.sqlite" ]; then return 0; fi
  for records_file in {" ".join((CONFIG_PATH, *FOREIGN_CONFIGS))}; do
    if [ -e "$records_file" ]; then records_any {_ANY_PATH}; return; fi
  done
  records_any '*.prompt.md' '*.phr.md' {_RECORD_PATHS}
}}
"""
# `commit --amend -m` would lose the trailers of the message that it replaces; the new commit has HEAD's author date.
_AMENDS = """\
records_amends() {
  [ "${2-}" = message ] && [ -z "${GIT_COMMITTER_DATE-}" ] || return 1
  set -- ${GIT_AUTHOR_DATE-}
  case ${1-} in '' | @ | @*[!0-9]* | [!@]*) return 1 ;; esac
  [ $(($(date +%s) - ${1#@})) -ge 2 ] || return 1
  [ "$(git log -1 --format=@%ad --date=raw 2>/dev/null)" = "$GIT_AUTHOR_DATE" ]
}
"""
_TRAILERS_OF_MESSAGE = "grep -iE '^(phr|adr):' \"$1\""
# `prepare-commit-msg` stores the trailers that it has checked; a message with these and a subject needs no second look.
_IS_CHECKED = f"""\
records_is_checked() {{
  {_CHECKED.rstrip()}
  if [ ! -f "$records_checked" ]; then return 1; fi
  read -r records_line <"$1" || return 1
  case $records_line in [pP][hH][rR]:* | [aA][dD][rR]:*) return 1 ;; [[:alnum:]]*) ;; *) return 1 ;; esac
  {_TRAILERS_OF_MESSAGE} | cmp -s - "$records_checked" 2>/dev/null
}}
"""
_IF_CAPTURED = _STATE + 'if [ -e "$records_state/on" ] || [ -e "$records_state/ledger.sqlite" ]; then\n'


def _link(programs: str, chain: str) -> str:
    return f"{chain}{programs}{_IF_CAPTURED}  (records_run capture link --quiet </dev/null >/dev/null 2>&1 &)\nfi\n"


def _follow(programs: str, chain: str) -> str:
    """Return the lines for `post-rewrite`, whose standard input others below or behind us may read as well."""
    link = "records_run capture link --rewritten --quiet >/dev/null 2>&1 || :"
    call = f"  printf '%s\\n' \"$records_rewritten\" | {link}\nfi\n"
    feed = "exec <<RECORDS_REWRITTEN\n$records_rewritten\nRECORDS_REWRITTEN\n"
    return "records_rewritten=$(cat)\n" + programs + _IF_CAPTURED + call + feed + chain


_LINES = {
    "prepare-commit-msg": _prepare,
    "commit-msg": _check,
    "post-commit": _link,
    "post-rewrite": _follow,
}
