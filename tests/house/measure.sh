#!/bin/sh
# measure.sh: how large files and functions are, against what they may be.
cd "$(dirname "$0")/../.." || exit
here=tests/house
c=$($here/files.sh '*.c' | grep -v '^tests/')
h=$($here/files.sh '*.h')
tests=$($here/files.sh '*.c' '*.bats' | grep '^tests/')

# figures WHAT LIMIT [MEDIAN]: of the numbers on standard input
figures() {
	sort -n | awk -v what="$1" -v limit="$2" -v median="${3-}" '{ v[NR] = $1; sum += $1 }
	END {
		printf "%-28s %6d, %7d lines, longest %3d (at most %d), median %d%s\n",
		    what, NR, sum, v[NR], limit, v[int((NR + 1) / 2)], median ? " (at most " median ")" : ""
	}'
}
lengths() { for f; do wc -l < "$f"; done; }

# shellcheck disable=SC2086
{
	lengths $c | figures "files of C" 400 150
	lengths $h | figures headers 120
	lengths $tests | figures "files of tests" 400
	lengths $($here/files.sh '*.sql') | figures "files of SQL" 400
	awk -f $here/functions.awk $c | figures functions 60 15
	awk -f $here/functions.awk $c | grep ' main$' | figures "main of commands" 20
	echo
	echo "longest files:"
	wc -l $c $h $tests | grep -v ' total$' | sort -rn | head -5
	echo "longest functions:"
	awk -f $here/functions.awk $c | sort -rn | head -5
}
