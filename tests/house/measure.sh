#!/bin/sh
# measure.sh BUILD: prints the sizes of files and functions with their limits, and the ties between files.
cd "$(dirname "$0")/../.." || exit
here=tests/house
B=${1:-build}
c=$($here/files.sh '*.c' | grep -v '^tests/')
h=$($here/files.sh '*.h')
tests=$($here/files.sh '*.c' '*.bats' | grep '^tests/')

# figures WHAT LIMIT [MEDIAN]: summarizes the numbers on standard input
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
	printf '%s\n' $c $h | sed 's,/[^/]*$,,' | sort | uniq -c | sort -rn |
		awk 'NR == 1 { print "largest folder: " $2 ", " $1 " files" }'
	awk -f $here/functions.awk $c | awk '$1 > 60' | echo "functions over 60 lines: $(wc -l)"
	$here/objects.sh "$B" | xargs nm -A -P |
		awk -v all=1 -f $here/circles.awk tests/circles - | echo "circles of files: $(wc -l)"
	awk -f $here/names.awk $c
	echo
	echo "longest files:"
	wc -l $c $h $tests | grep -v ' total$' | sort -rn | head -5
	echo "longest functions:"
	awk -f $here/functions.awk $c | sort -rn | head -5
}
