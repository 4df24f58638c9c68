# Takes the snapshot of a work tree as `records.capture.snapshot` does, in a quarter of the time, since an agent may
# change files while it is taken. Does nothing and ends with 1 where git could run a program of the repository, or where
# a path would have to be escaped: Python takes the snapshot then, and always the first one.
# usage: sh snapshot WORK_TREE GIT_DIR COMMON_DIR EVENT
w=$1 d=$2 r=$3/records
case :$PATH: in *::* | *:[!/]*) exit 1 ;; esac
case $w$d in *[!\ -~]* | *[\"\\]*) exit 1 ;; esac
[ -z "$GIT_TEST_ASSUME_DIFFERENT_OWNER" ] && [ -O "$w" ] && [ -O "$w/.git" ] && [ ! -h "$w/.git" ] && [ -O "$d" ] || exit 1
case $(cat "$3/config" "$d/config.worktree") in
  *[Ff][Ii][Ll][Tt][Ee][Rr]* | *[Ii][Nn][Cc][Ll][Uu][Dd][Ee]*) exit 1 ;;
esac
i=$r/index-${d##*/}
[ -f "$i" ] && [ ! -e "$w/.gitmodules" ] && cd "$w" || exit 1
# ENVIRONMENT

IFS= read -r h <"$d/HEAD" || exit 1
b=
case $h in
  'ref: refs/heads/'*) b=${h#ref: refs/heads/} h= && [ ! -r "$3/refs/heads/$b" ] || IFS= read -r h <"$3/refs/heads/$b" ;;
  'ref: '*) exit 1 ;;
esac
case $b in .invalid | *[!\ -~]* | *[\"\\]*) exit 1 ;; esac

export GIT_DIR="$d" GIT_WORK_TREE="$w" GIT_INDEX_FILE="$i" GIT_OBJECT_DIRECTORY="$r/objects"
export GIT_ALTERNATE_OBJECT_DIRECTORIES="$3/objects"
t=$r/spool/.$4.tree.$$
trap 'rm -f "$t" "$i.$$" "$i.$$.lock"' EXIT
git ls-files --others --modified --exclude-standard -z >"$t" || exit 1
if [ -s "$t" ]; then
  export GIT_INDEX_FILE="$i.$$"
  cp -p "$i" "$i.$$" && git update-index --add --remove --replace --info-only -z --stdin <"$t" || exit 1
fi
s=$(git write-tree --missing-ok) || exit 1
[ ! -s "$t" ] || mv -f "$i.$$" "$i" || exit 1
[ -n "$h" ] || h=$(git rev-parse --verify --quiet 'HEAD^{commit}') || h=
printf '{"tree": "%s", "head": "%s", "branch": "%s", "root": "%s"}' "$s" "$h" "$b" "$w" >"$t" || exit 1
mv -f "$t" "$r/spool/$4.tree" && trap - EXIT
