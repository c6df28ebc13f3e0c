#!/bin/sh
# files.sh [PATTERN...]: lists the files of the tree, without built ones; patterns such as "*.c" select.
cd "$(dirname "$0")/../.." || exit
choose=
for pattern; do
	choose="$choose ${choose:+-o} -name $pattern"
done
set -f
# shellcheck disable=SC2086
find . \( -path ./.git -o -path './build*' \) -prune -o -type f ${choose:+\( $choose \)} -print |
	sed 's,^\./,,' | sort
