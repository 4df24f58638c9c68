#!/bin/sh
# The capture hook of `records`: puts one event into a spool inside the git directory. It prints nothing and
# always succeeds, so it cannot get in an agent's way.   usage: sh hook AGENT EVENT, the payload on stdin
{
  [ "$RECORDS_CAPTURE" = 0 ] && exit 0
  umask 077
  # The git directory is found by reading files: a tracked folder that looks like a repository is none, and git,
  # which would believe it, is not started.
  w=$(pwd -P) && g= e= || exit 0
  while [ -z "$g" ]; do
    if [ -f "$w/.git/HEAD" ]; then
      g=$w/.git
    elif [ -f "$w/.git" ]; then
      IFS= read -r l <"$w/.git"
      case $l in
        "gitdir: "/* | "gitdir: "[A-Za-z]:*) g=${l#gitdir: } ;;
        "gitdir: "*) g=$w/${l#gitdir: } ;;
        *) exit 0 ;;
      esac
      e=$g
      if [ -r "$g/commondir" ]; then
        IFS= read -r l <"$g/commondir"
        case $l in /* | [A-Za-z]:*) g=$l ;; *) g=$g/$l ;; esac
      fi
    elif [ -n "$w" ]; then
      w=${w%/*}
    else
      exit 0
    fi
  done
  r=$g/records
  [ -e "$r/on" ] && [ ! -e "$r/paused" ] || exit 0 # nobody on this clone agreed, or they paused it
  [ -O "$r/on" ] || git -c safe.bareRepository=explicit -C "$w/" rev-parse --git-dir || exit 0 # another user's
  d=$r/spool
  [ -d "$d" ] || mkdir -p "$d" || exit 0
  t=$(mktemp "$d/.$1.$2.XXXXXXXXXX") || exit 0
  n=${t##*/.}
  if cat >"$t" && mv -f "$t" "$d/$n.json"; then
    job=
    case $2 in
      UserPromptSubmit | BeforeAgent | beforeSubmitPrompt | userPromptSubmitted | chat.message) job=snapshot ;;
      Stop | AfterAgent | agentStop | stop | session.idle | SessionStart | sessionStart) job=sync ;;
    esac
    if [ -n "$job" ]; then
      (
        export RECORDS_CAPTURE=0
        [ "$job" = snapshot ] && [ -r "$r/snapshot" ] && sh "$r/snapshot" "$w" "${e:-$g}" "$g" "$n" && exit
        p=
        [ -r "$r/python" ] && IFS= read -r p <"$r/python"
        if [ -n "$p" ] && [ -x "$p" ]; then
          exec "$p" -P -m records capture "$job" --quiet --event "$n"
        elif command -v records >/dev/null; then
          exec records capture "$job" --quiet --event "$n"
        fi
      ) </dev/null &
    fi
  else
    rm -f "$t"
  fi
} >/dev/null 2>&1
exit 0
