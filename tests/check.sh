#!/bin/sh
# check.sh BUILD TEST...: runs unit programs and bats files that print TAP; the last line has the counts.
#
# Prints a line for each unit program and each bats test, and the full text of failures. A terminal shows
# one line of progress, and the failures. At the end come the ten files with the most processor time, the
# skipped tests with their reasons, the failures again, which are easily overlooked above, and the counts.
set -u
B=$1
export B
shift
log=$B/check.log
: > "$log"
: > "$log.skipped"
: > "$log.costs"
: > "$log.failed"
tty=0
[ ! -t 1 ] || tty=1

# Use a file system in memory, if one has room and permits programs. The tests make servers and very many
# small files, and a third of the time would be for the disk.
room=$(df --output=avail /dev/shm 2> /dev/null | tail -1)
if [ "${room:-0}" -gt 3000000 ] && memory=$(mktemp -d /dev/shm/crt-check.XXXXXX); then
	trap 'rm -rf "$memory"' EXIT
	trap 'exit 1' INT TERM
	install -m 755 /dev/null "$memory/program"
	chmod 755 "$memory"
	[ ! -x "$memory/program" ] || export TMPDIR="$memory"
fi

# GNU parallel, with which bats runs files in parallel, writes to HOME.
[ -w "${HOME:-/nowhere}" ] || export HOME="${TMPDIR:-/tmp}"

# count LABEL STATUS: reads TAP. A test missing from the plan has failed, and so has a program that exits
# with an error without a reason.
# shellcheck disable=SC2016
count='
# Of a long text, the beginning has the place, and the end the reason.
function keep_text(i) {
	for (i = 1; i <= texts; i++)
		if (i <= 10 || i > texts - 40) print label ": " text[i] >> (log_file ".failed")
	texts = 0
}
/^1\.\.[0-9]+/ { plan = substr($0, 4) + 0 }
/# [Ss][Kk][Ii][Pp]/ && /^(ok|1\.\.0)/ { why = $0; sub(/.*# [Ss][Kk][Ii][Pp] */, "", why); print why >> (log_file ".skipped") }
/^1\.\.0 *# SKIP/ { skipped++ }
/^ok/ { if (/# [Ss][Kk][Ii][Pp]/) skipped++; else passed++; told = 0 }
/^not ok/ { failed++; told = 1 }
/^Bail out/ { print; failed++ }
/^(not )?ok/ { keep_text() }
told && !/^1\.\./ { text[++texts] = $0 }
(all && !tty) || told { if (/^(not )?ok|^#/) print (tty ? "\r\033[K" : "") (all ? "" : label ": ") $0 }
all && tty { printf "\r\033[K%d of %d tests, %d failed", passed + failed + skipped, plan, failed; fflush() }
END {
	keep_text()
	seen = passed + failed + skipped
	if (plan > seen) {
		print "not ok " label ": " plan - seen " of " plan " tests did not end"
		failed += plan - seen
	}
	if (plan == 0 && seen == 0) { print "not ok " label ": no plan"; failed++ }
	if (status != 0 && failed == 0) { print "not ok " label ": exit status " status; failed++ }
	if (tty) printf "\r\033[K"
	if (tty && !all) printf "%d of %d programs", number, programs
	if (!tty && !all && !failed) printf "ok %s, %d\n", label, passed
	print passed + 0, failed + 0, skipped + 0 >> log_file
}'

programs=$#
for t; do
	case $t in *.bats) programs=$((programs - 1)) ;; esac
done
number=0
bats=
for t; do
	case $t in
	*.bats)
		bats="$bats $t"
		;;
	*)
		case $t in /*) ;; *) t=./$t ;; esac
		status=0
		number=$((number + 1))
		"$t" > "$B/check.tap" 2>&1 || status=$?
		awk -v all=0 -v label="${t#"./$B/"}" -v status="$status" -v log_file="$log" \
			-v tty="$tty" -v number="$number" -v programs="$programs" \
			"$count" "$B/check.tap"
		;;
	esac
done
if [ "$bats" ]; then
	# With more files at a time than processors, each test finds less in the caches.
	jobs=
	command -v parallel > /dev/null && jobs="-j $(($(nproc) + 1)) --no-parallelize-within-files"
	# The longest start first, so that none runs alone at the end.
	# shellcheck disable=SC2086
	bats=$(printf '%s\n' $bats | awk '{ print (/\/(kill|.*_outage|sync_.*)\.bats$/ ? 0 : 1), $0 }' |
		sort -s -n -k 1,1 | cut -d ' ' -f 2)
	# shellcheck disable=SC2086
	{ bats --tap $jobs $bats; echo "status $?" > "$B/check.status"; } 2>&1 |
		tee "$B/check.tap" |
		awk -v all=1 -v label=bats -v status=0 -v log_file="$log" -v tty="$tty" "$count"
	[ "$(cat "$B/check.status")" = "status 0" ] || grep -q '^not ok' "$B/check.tap" ||
		{ echo "not ok bats: $(cat "$B/check.status")"; echo 0 1 0 >> "$log"; }
fi
# The package to install for a missing program.
install_how() {
	case $1 in
	"no "*" "*) ;;
	"no nginx" | "no curl") echo " (make deps)" ;;
	"no smtp-sink") echo " (apt-get install postfix)" ;;
	"no systemd-"*) echo " (apt-get install systemd)" ;;
	"no "*) echo " (apt-get install ${1#no })" ;;
	esac
}

# The ten files with the most processor time, each with the programs that it started (cost.bash).
if [ "$bats" ] && ! awk -f "$(dirname "$0")/house/costs.awk" "$log.costs"; then
	echo 0 1 0 >> "$log"
fi

sort "$log.skipped" | uniq -c | while read -r n why; do
	echo "skipped $n: $why$(install_how "$why")"
done
cat "$log.failed"
awk '{ p += $1; f += $2; s += $3 }
END {
	printf "%d passed, %d failed%s\n", p, f, s ? ", " s " skipped" : ""
	exit f > 0 || p == 0
}' "$log"
