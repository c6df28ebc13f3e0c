#!/bin/sh
# build.sh MAKE BUILD: build what the demo runs, with one line that shows the progress.
set -eu
make=$1
b=$2
targets='all templates feed'
mkdir -p "$b"
# shellcheck disable=SC2086
all=$($make --no-print-directory -n B="$b" $targets | grep -vc '^mkdir' || :)
tty=0
[ ! -t 1 ] || tty=1
[ "$all" = 0 ] || [ "$tty" = 1 ] || echo "building crt: $all commands"
# shellcheck disable=SC2086
{ $make --no-print-directory -j "$(nproc)" B="$b" $targets 2>&1 || echo "build.sh: failed"; } |
	tee "$b/demo.log" |
	awk -v all="$all" -v tty="$tty" '
		tty && !/^mkdir/ { printf "\r\033[Kbuilding crt: %d of %d", ++n, all; fflush() }
		END { if (tty) printf "\r\033[K" }'
if [ "$(tail -n 1 "$b/demo.log")" = "build.sh: failed" ]; then
	tail -n 20 "$b/demo.log" >&2
	exit 1
fi
