#!/bin/bash
# scan.sh BUILD [quick]: static analysis; prints each finding without a row in scan.txt, and fails if there is one.
#
# quick, for .ci/run: shellcheck and cppcheck. The whole adds gcc -fanalyzer, clang-tidy, and debsecan, and takes
# half an hour of processor time. A tool that is missing is named and skipped.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
build=$1 mode=${2:-whole}
mkdir -p "$build/scan"
mapfile -t sources < <(tests/house/files.sh '*.c' | grep -E '^(lib|cmd)/')
mapfile -t scripts < <(tests/house/files.sh '*.sh'; echo .ci/run)
read -ra flags < <(make -s B="$build" flags)

# tool NAME COMMAND...: keeps its findings, one a line with the place first: FILE:LINE: TEXT.
tool() {
	local name=$1
	shift
	if ! command -v "${1%% *}" > /dev/null; then
		echo "skipped: no $1"
		return
	fi
	"$@" > "$build/scan/$name" 2>&1
	grep -hE '^[^ ]+:[0-9]+:' "$build/scan/$name" | grep -E "${WANT:-.}" | sort -u | sed "s/^/$name	/" >> "$build/scan/found"
}

gcc_analyzer() {
	printf '%s\n' "${sources[@]}" | xargs -P 2 -n 8 gcc -std=c11 -O1 -fanalyzer -fanalyzer-verbosity=0 -fsyntax-only "${flags[@]}"
}

tidy() {
	printf '%s\n' "${sources[@]}" | xargs -P 2 -n 8 -I FILES sh -c 'clang-tidy --quiet "$@" -- -std=c11 '"${flags[*]}" sh FILES \
		--checks='-*,bugprone-*,cert-*,clang-analyzer-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier'
}

# Packages of crt with a known vulnerability that Debian has fixed. It needs the network.
debsecan_of() {
	[ -s "$build/gen/packages" ] || make -s B="$build" sbom
	timeout 60 debsecan --suite bookworm --only-fixed --format packages 2> "$build/scan/debsecan.err" > "$build/scan/fixed" ||
		{ echo "skipped: debsecan has no network"; return 0; }
	grep -xFf <(sed 's/:.*//' "$build/gen/packages") "$build/scan/fixed" | sed 's/^/debsecan	/; s/$/:0: a fixed version exists/' >> "$build/scan/found"
}

: > "$build/scan/found"
tool shellcheck shellcheck -S warning -f gcc "${scripts[@]}"
tool cppcheck cppcheck --quiet --std=c11 -j 2 --enable=warning,portability --inline-suppr --template='{file}:{line}: {id}: {message}' \
	--suppress=missingIncludeSystem -D_GNU_SOURCE -Ilib "-I$build/gen" lib cmd
if [ "$mode" = whole ]; then
	WANT='warning:' tool gcc gcc_analyzer
	WANT='(warning|error):' tool clang-tidy tidy
	debsecan_of
fi

# scan.txt: TOOL, FILE, and a part of the text, with the reason.
awk -F '\t' 'FNR == NR { if (!/^#/) { n++; tool[n] = $1; file[n] = $2; text[n] = $3; if (NF != 4) { print FILENAME ":" FNR ": no reason"; bad++ } }; next }
	{ known = 0
	  for (i = 1; i <= n; i++)
		if ($1 == tool[i] && (file[i] == "*" || index($2, file[i]) == 1) && index($2, text[i])) known = 1
	  if (!known) { print; bad++ } else fine++ }
	END { printf "%d findings, %d with a reason\n", bad + fine, fine; exit bad > 0 }' tests/scan.txt "$build/scan/found"
