#!/usr/bin/env bats
# house.bats: checks of the whole tree: the order of the floors, budgets, one place for each thing.

load helper
load planted

setup_file() {
	export B=${B:-build} TOP=$BATS_TEST_DIRNAME/.. LC_ALL=C.UTF-8
	build all
}

setup() {
	trace_less && cd "$TOP" || exit
	found=$BATS_TEST_TMPDIR/found
}
teardown() { :; }

files() { tests/house/files.sh "$@"; }

# nothing WHAT: fails if standard input is not empty; a search that breaks prints its error there.
nothing() {
	cat > "$found"
	[ -s "$found" ] || return 0
	echo "$1:"
	cat "$found"
	return 1
}

objects() { tests/house/objects.sh "$B"; }
object_symbols() { nm -A -P $(objects); }
program_symbols() { nm -A -P -D "$B"/bin/*; }

@test "a room uses only the floors below it" {
	includes=$(grep -rHo '^#include "[^"]*/[^"]*"' lib cmd --include='*.[ch]' | sed 's/^\([^:]*\):#include "\(.*\)"/#include \1 \2/')
	[ "$(wc -l <<< "$includes")" -gt 100 ]
	{ object_symbols; echo "$includes"; } | awk -f tests/house/floors.awk tests/floors - |
		nothing "against the order of tests/floors"
}

@test "the check of the floors finds planted errors" {
	printf '%s\n' base flow 'rule crypto flow/deep cmd' 'only rule base' > "$BATS_TEST_TMPDIR/floors"
	printf '%s\n' "b/lib/base/a.o: a_make T 0 1" "b/lib/flow/b.o: b_make T 0 1" "b/lib/base/a.o: b_make U  " \
		"b/lib/crypto/c.o: c_make T" "b/lib/rule/r.o: c_make U" "b/lib/rule/r.o: b_make U" \
		"b/lib/flow/deep/d.o: d_make T" "b/lib/flow/flow.o: d_make U" "b/lib/flow/b.o: d_make U" "b/lib/flow/deep.o: d_make U" \
		"b/lib/flow/deep/d.o: b_make U" "#include lib/base/x.h crypto/c.h" "#include lib/odd/x.h base/x.h" |
		awk -f tests/house/floors.awk "$BATS_TEST_TMPDIR/floors" - > "$found"
	assert_equal "$(wc -l < "$found")" 6
	for text in 'base uses b_make of flow, which is above' 'base uses crypto/c.h of crypto' 'odd is on no floor' \
	    'rule uses c_make of crypto, which is above' 'rule uses b_make of flow, and is to use less' \
	    'flow/b.o: flow uses d_make of flow/deep, which is above it'; do
		assert_has "$text" "$found"
	done
}

@test "no files use each other in a circle, except those in tests/circles" {
	object_symbols | awk -f tests/house/circles.awk tests/circles - | nothing "circles"
}

@test "the check of circles finds planted errors" {
	printf '%s\n' '# why' 'lib/a/x.o lib/a/y.o' '# once' 'lib/a/gone.o lib/a/x.o' > "$BATS_TEST_TMPDIR/circles"
	printf '%s\n' "b/lib/a/x.o: x T" "b/lib/a/x.o: y U" "b/lib/a/y.o: y T" "b/lib/a/y.o: x U" \
		"b/lib/a/m.o: m T" "b/lib/a/m.o: n U" "b/lib/b/n.o: n D" "b/lib/b/n.o: o U" "b/lib/b/o.o: o R" "b/lib/b/o.o: m U" \
		"b/cmd/one/p.o: p T" "b/cmd/one/p.o: q U" "b/cmd/one/q.o: q T" "b/cmd/two/p.o: p T" "b/cmd/two/q.o: q T" \
		"b/cmd/two/q.o: p U" "b/cmd/two/q.o: x U" "b/lib/a/x.o: p U" "b/lib/a/x.o: x t" |
		awk -f tests/house/circles.awk "$BATS_TEST_TMPDIR/circles" - | sort > "$found"
	assert_equal "$(< "$found")" "lib/a/m.o lib/b/n.o lib/b/o.o
no circle any more: lib/a/gone.o lib/a/x.o"
}

rooms_placed() {
	grep -v '^#\|^only\|^made' tests/floors | tr ' ' '\n' | grep -v '^cmd$\|^$' | sort > "$BATS_TEST_TMPDIR/floors"
	find lib -mindepth 1 -type d | sed 's,^lib/,,' | sort | diff "$BATS_TEST_TMPDIR/floors" -
}

@test "each room of lib/ is on a floor, and each floor has existing rooms" {
	rooms_placed | nothing "rooms and floors differ"
}

headers_alone() {
	gcc -x c -fsyntax-only -std=c11 -Wall -Wextra -Werror $(make -s --no-print-directory flags "B=$B") \
		-Wno-pragma-once-outside-header "$@" 2>&1
}

@test "each header compiles alone" {
	headers=$(files '*.h' | grep '^lib\|^cmd')
	[ "$(wc -l <<< "$headers")" -gt 80 ]
	headers_alone $headers | nothing "does not compile"
}

banned() {
	local banned='strcpy|strcat|sprintf|vsprintf|strncpy|strncat|strtok|gets|atoi|atol|atof|gmtime|localtime|ctime|asctime'
	banned="$banned|system|popen|rand|srand|tmpnam|mktemp|wordexp"
	{ object_symbols; program_symbols; } | sed 's/@[^ ]*//' > "$BATS_TEST_TMPDIR/symbols"
	grep -q ': malloc U' "$BATS_TEST_TMPDIR/symbols" || echo "no symbols"
	grep -E ": (__)?($banned)(_chk)? [Uw]" "$BATS_TEST_TMPDIR/symbols"
}

# twice: functions of which the linker takes the first in silence.
twice() { object_symbols | sed -nE 's/^.*lib\/.*: ([a-z_0-9]+) T .*/\1/p' | sort | uniq -d; }

@test "functions without limits or with hidden state are not linked, and none has two definitions" {
	banned | nothing "banned"
	twice | nothing "defined twice"
}

one_place() {
	object_symbols > "$BATS_TEST_TMPDIR/symbols"
	grep -E ': (time|clock_gettime|gettimeofday|timespec_get|ftime|clock) U' "$BATS_TEST_TMPDIR/symbols" |
		grep -v 'lib/base/clock\.o'
	grep -E ': getopt[a-z_]* U' "$BATS_TEST_TMPDIR/symbols" | sed 's/:.*//' | sort -u | diff - <(echo "$B/lib/option/argv.o")
}

@test "one file reads the time, and one the command line" {
	one_place | nothing "elsewhere than in lib/base/clock.c and lib/option/argv.c"
}

# alone HEADER ROOM: only that room includes the header, and its internal headers stay in it.
alone() {
	grep -rlE "^#include <$1" lib cmd | grep -v "^lib/$2/" | sed "s,^,<$1 in ,"
}

foreign_headers() {
	alone libpq-fe.h db
	alone curl/ net
	alone gmime/ mime
	alone jansson.h json
	alone idn2 text
	alone 'uni(case|ctype|norm|str)\.h' text
	alone yaml.h yaml
	alone '(openssl|liboath)/' crypto
	for header in $(grep -lE '^#include <(libpq-fe.h|curl/|gmime/|idn2|uni(case|ctype|norm|str)\.h|yaml.h|openssl/|liboath/)' -r lib --include='*.h'); do
		room=$(dirname "${header#lib/}")
		grep -rl "\"${header#lib/}\"" lib cmd | grep -v "^lib/$room/" | sed "s,^,$header in ,"
	done
}

foreign_symbols() {
	object_symbols | grep -E ': (PQ|pg_|curl_|g_mime_|g_|json_|idn2_|u8_|uc_|yaml_parser|EVP_|RAND_|HMAC|CRYPTO_|oath_)[A-Za-z0-9_]* U' |
		sed 's/@.*//; s,^.*lib/,,; s,/[^ ]*: , ,' | sort -u |
		grep -vE '^(db (PQ|pg_)|net curl_|mime g_|json json_|text (idn2_|u8_|uc_)|yaml yaml_parser|crypto ((EVP|RAND|HMAC|CRYPTO)_|oath_))' |
		while read -r room symbol _; do
			nm -P "$B/libcrt.a" 2> /dev/null | grep -q "^$symbol [TDRB]" || echo "$room uses $symbol"
		done
}

@test "only one room uses a foreign library" {
	foreign_headers | nothing "included elsewhere"
	foreign_symbols | nothing "foreign symbols out of their room"
}

# longer LIMIT FILE...
longer() {
	local limit=$1; shift
	wc -l "$@" | awk -v limit="$limit" '$1 > limit && $2 != "total" { print $2 ": " $1 " lines" }'
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

budgets() {
	longer 400 $(files '*.c' '*.awk' '*.sh' '*.bats' '*.bash' '*.sql' '*.mjs' '*.py')
	longer 120 $(files '*.h')
	awk -f tests/house/functions.awk $(files '*.c') | awk '$1 > 60 { print $2 ": " $3 " has " $1 " lines" }'
	awk -f tests/house/functions.awk $(files '*.c' | grep ^cmd/) | awk '$3 == "main" && $1 > 20 { print $2 ": main has " $1 " lines" }'
	files '*.[ch]' '*.def' '*.awk' | awk -v limit=30 -f tests/house/crowded.awk
}

@test "files, functions, and folders are within their budgets" {
	budgets | nothing "too long"
	code=$(files '*.c' | grep -v '^tests/')
	[ "$(awk -f tests/house/functions.awk $code | wc -l)" -gt 1000 ]
	[ "$(awk -f tests/house/functions.awk $code | median)" -le 15 ]
	[ "$(wc -l $code | awk '$2 != "total" { print $1 }' | median)" -le 150 ]
}

# wide LIMIT FILE...
wide() {
	local limit=$1; shift
	LC_ALL=C awk -v limit="$limit" '
	{ gsub(/[\200-\277]/, ""); gsub(/\t/, "    ") }
	length > limit { print FILENAME ":" FNR ": " length }' "$@"
}

lines_short() {
	wide 100 $(files '*.[ch]')
	wide 140 Makefile $(files '*.sql' '*.awk' '*.sh' | grep -v ^tests/)
	grep -nP '[ \t]+$' $(files '*.[ch]' '*.awk' '*.sh' '*.sql' Makefile)
}

@test "lines of C have at most 100 columns, those of SQL, awk, and sh 140, and none ends in blanks" {
	lines_short | nothing "too wide, or blanks at the end"
}

all_done() {
	grep -rnE '\b(TODO|FIXME|HACK)\b|(/[*/]|#|--).*\bXXX\b' $(files) --exclude=house.bats --exclude='*.md'
	files | grep -E '/(util|utils|common|misc|helpers)(\.|$)'
}

@test "no file has a TODO, and no file is called util or misc" {
	all_done | nothing "left to be done, or a drawer"
}

duties() {
	awk '
	FNR == 1 { name = FILENAME; sub(/.*\//, "", name) }
	FNR == 1 && /^#!/ || $0 == "/*" { next }
	{ sub(/^(\/\*|\/\/|#|--| \*|""") */, "") }
	FILENAME ~ /\.sql$/ { if ($0 == "") print FILENAME; nextfile }
	FILENAME ~ /^cmd\/.*main\.c$/ && /^crt(-[a-z]+)?: / { nextfile }
	index($0, name) != 1 || !/: / { print FILENAME ": " $0 }
	{ nextfile }' $(files '*.c' '*.h' '*.awk' '*.sh' '*.sql' '*.bats' '*.bash' '*.py' '*.mjs')
}

@test "the first line of each file states its duty" {
	duties | nothing "does not begin with its name and duty"
}

declared_twice() {
	for dump in "$B"/gen/crt*.tsv; do
		awk -F '\t' '$1 == "option" && seen[$2, $4]++ { print FILENAME ": --" $4 }
			$1 == "verb" && verbs[$2]++ { print FILENAME ": verb " $2 }' "$dump"
	done
	files '*.sql' | grep query/ | sed 's,.*/,,' | sort | uniq -d
	sed -n 's/^[A-Z]*(\([a-z_]*, *[a-z_]*\),.*/\1/p' lib/record/record.def lib/platform/credential.def lib/conf/keys.def |
		sort | uniq -d
	sed -n 's/^RECORD(\([a-z_]*\),.*/\1/p' lib/record/record.def | sort | uniq -d
	for def in $(files '*.def' | grep -v -e record.def -e credential.def -e keys.def); do
		sed -n 's/^\([A-Z]*([A-Za-z_]*\)[,)].*/\1/p' "$def" | sort | uniq -d
	done
}

@test "each declaration occurs once" {
	[ "$(grep -c . "$B"/gen/crt-send.tsv)" -gt 20 ]
	declared_twice | nothing "twice"
}

queries_unused() {
	files '*.sql' | sed -n 's,^sql/query/.*/\(.*\)\.sql$,sql_\1,p' | sort > "$BATS_TEST_TMPDIR/files"
	cat $(files '*.[ch]') | grep -ow 'sql_[a-z0-9_]*' | sort -u > "$BATS_TEST_TMPDIR/names"
	comm -23 "$BATS_TEST_TMPDIR/files" "$BATS_TEST_TMPDIR/names"
}

@test "each query is used by its name, and each name is a query" {
	queries_unused | nothing "no C uses it"
	nm -P "$B/gen/query.o" | awk '$2 ~ /[DR]/ && /^sql_/ { print $1 }' | sort > "$BATS_TEST_TMPDIR/symbols"
	diff "$BATS_TEST_TMPDIR/files" "$BATS_TEST_TMPDIR/symbols"
	nm -P $(objects | grep -v query.o) | awk '$2 == "U" && /^sql_/ { print $1 }' | sort -u |
		comm -23 - "$BATS_TEST_TMPDIR/files" | nothing "no query"
}

sql_in_c() {
	grep -rnE '"[^"]*\b(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM|CREATE (TABLE|TEMP|INDEX)) ' lib cmd --include='*.[ch]'
}

@test "only sql/ contains SQL" {
	sql_in_c | nothing "SQL in C"
}

# columns_by_number FILE...: calls that name a column by its number, and loops that start at one.
columns_by_number() {
	local read='db_(text|copy|length|int|true|time)'
	grep -HzoP "$read\([^,;]*,[^);]*\b[0-9]+\b|(?<!>)\brow,\s*[0-9]+\b|for \(\w+ = [0-9][^)]*\)\s*\{?[^;]*$read\(\w+, \w+\)" "$@" |
		tr '\0\n' '\n '
}

@test "a result column is read by its name" {
	columns_by_number $(files '*.c' | grep '^lib/\|^cmd/\|^tests/') | nothing "a column by its number"
	printf '%s\n' 'x = db_text(row, 6);' 'y = db_int(r, first + 2) + 1;' 'keep(c, row, 3);' \
		'for (i = 0; i < 4; i++)' '	put(t, db_text(row, i));' 'z = db_time(row,' '    12);' \
		'db_text(row, SQL_A_B); db_true(row, first + SQL_A_2ND); keep(row, column); f(1); g(db_int(row, SQL_A_N), 2);' \
		'for (i = SQL_A_B; i <= SQL_A_C; i++)' '	put(t, db_text(row, i));' > "$BATS_TEST_TMPDIR/sample.c"
	assert_equal "$(columns_by_number "$BATS_TEST_TMPDIR/sample.c" | wc -l)" 5 "calls by number in the sample"
}

const_cast_away() {
	grep -q -- '^WARN .*-Wcast-qual\|^ .*-Wcast-qual' Makefile || echo "Makefile without -Wcast-qual"
	grep -rnF uintptr_t lib cmd tests --include='*.[ch]' | grep -v '^lib/base/mem\.c:'
	grep -rlF 'mem_foreign(' lib cmd --include='*.c' |
		grep -vxE 'cmd/crt/sibling\.c|lib/(base/mem|db/spawn|json/value)\.c'
}

@test "no const is cast away, except for foreign functions that lack it" {
	const_cast_away | nothing "a way around -Wcast-qual"
}

# In grep, gdb, and a backtrace, a name should be one function.
names_shared() { awk -v most=3 -f tests/house/names.awk $(files '*.c' | grep -v '^tests/'); }

@test "fewer than 3 % of the functions share their name with another" {
	[ "$(awk -f tests/house/functions.awk $(files '*.c' | grep -v '^tests/') | wc -l)" -gt 1000 ]
	names_shared | nothing "more than one function, and too many of them"
}

# bash does not stop at these, so a test continues whatever they find.
no_stop() {
	grep -nE '^\s*(\S+\) )?! |^\s*\[.* \]+ && \[.* \]+$' tests/*.bats tests/*.bash | grep -vF '||'
}

@test "no test relies on a line at which bash does not stop" {
	no_stop | nothing "say [ -z ... ], assert_lacks, or it on lines of its own"
}

called() {
	local called
	called=$(grep -ohE '\b(tests|etc|\.ci)/[a-z/]+(\.sh|/run)\b' Makefile README.md CONTRIBUTING.md | sort -u)
	[ "$(wc -l <<< "$called")" -ge 4 ] || echo "but $called"
	while read -r f; do [ -x "$f" ] || echo "$f"; done <<< "$called"
}

# A needless process in a test starts hundreds of times.
wasted() {
	grep -nE '\$\(cat [^|&;<> )*]+\)|in \$\(seq [0-9]+( [0-9]+)?\)|\bpsql -[a-zA-Z]*c? ?-c "?SELECT' "$@"
	grep -nE '(^|[^-a-z])sleep [0-9."$]+ *([;})]|$)' "$@"
}

# Files whose starts nobody counts (tests/cost.bash), or whose limit is above 640.
starts_unlimited() {
	grep -LE '^load (helper|kill|crt|serve|cost)$' tests/*.bats; grep -nE '^STARTS=(64[1-9]|6[5-9].|[7-9]..|[0-9]{4,})' tests/*.ba*
}

@test "no test starts a process for what bash or the open psql can do" {
	printf '%s\n' 'same "$(cat out)" x' 'for i in $(seq 9); do' 'psql -qXAt -c "SELECT 1"' '	sleep 0.1' \
		'until [ -e x ]; do sleep 1; done' > "$BATS_TEST_TMPDIR/wrong"
	assert_equal "$(wasted "$BATS_TEST_TMPDIR/wrong" | wc -l)" 5
	wasted tests/*.bats tests/*.bash | grep -v '^tests/house.bats' | nothing 'say $(< FILE), {1..N}, query SQL, until_so'
	starts_unlimited | nothing "no limit of the programs that a test file starts"
}

@test "scripts that the Makefile calls by path are executable" {
	called | nothing "cannot be run"
}

strange() {
	find . -mindepth 1 -maxdepth 1 -printf '%f\n' |
		grep -vxE 'Makefile|README\.md|CONTRIBUTING\.md|SECURITY\.md|LICENSE|cmd|lib|sql|man|etc|tests|gen' |
		grep -vxE '\.ci|\.gitignore|\.git|build|build-[a-z]+'
	grep -rnE '(^|[^A-Za-z0-9.])/(work|home/[a-z]+|Users/[a-z]+|root|tmp/wt)/' $(files) --exclude=house.bats
}

@test "the tree has only the listed files, and no path of the machine it was written on" {
	strange | nothing "at the top, or a path"
}

header_planted() { headers_alone lib/base/planted.h; }

@test "each check finds a planted error" {
	mkdir "$BATS_TEST_TMPDIR/tree"
	tar -cf - $(files | grep -vE '^(lib/[cd]|lib/[i-z]|cmd/[d-z]|tests/[fgup]).*\.([ch]|json|ndjson)$') |
		tar -xf - -C "$BATS_TEST_TMPDIR/tree"
	cd "$BATS_TEST_TMPDIR/tree"
	B=$BATS_TEST_TMPDIR/none
	mkdir -p "$B/gen"
	: > "$B/gen/crt.tsv"
	assert_finds rooms_placed lib/odd/odd.c '' odd
	assert_finds all_done lib/base/planted.c '/* TODO: the rest */'
	assert_finds all_done sql/query/run/run_end.sql '-- XXX'
	assert_finds all_done lib/base/util.c
	assert_finds duties lib/base/planted.c '/* other.c: what it is for. */'
	assert_finds duties tests/planted.bats '#!/usr/bin/env bats\n# about something'
	assert_finds duties sql/query/run/planted.sql ''
	assert_finds budgets lib/base/planted.c "$(repeat_line 401)"
	assert_finds budgets tests/planted.bats "$(repeat_line 401)"
	assert_finds budgets lib/base/planted.h "$(repeat_line 121)"
	assert_finds budgets lib/base/planted.c "int\nf(void)\n{\n$(repeat_line 58)\n}"
	[ "$(printf '%s\n' lib/a/{1..4}.c lib/a/b/c.c cmd/a.c tests/{1..9}.c | awk -v limit=3 -f tests/house/crowded.awk)" = 'lib/a: 4 files' ]
	assert_finds budgets cmd/send/planted.c "int\nmain(void)\n{\n$(repeat_line 18)\n}"
	assert_finds lines_short lib/base/planted.c "$(printf '%101s' x)"
	assert_finds lines_short sql/query/run/planted.sql "$(printf '%141s' x)"
	assert_finds lines_short lib/base/planted.h 'int x; '
	printf 'int\nf%s(void)\n{\n}\n' {1..60} > lib/base/second.c
	assert_finds names_shared cmd/crt/planted.c "$(printf 'int\\nf%s(void)\\n{\\n}\\n' {1..60})" 'f7$'
	assert_finds header_planted lib/base/planted.h '/* planted.h: a size. */\nsize_t size(void);' 'unknown type name'
	assert_finds const_cast_away lib/base/planted.c '\treturn (char *)(uintptr_t)text;'
	assert_finds const_cast_away lib/base/planted.c '\treturn mem_foreign(text);'
	sed -i 's/-Wcast-qual//' Makefile
	const_cast_away > "$found" || true
	assert_has 'Makefile without -Wcast-qual' "$found"
	assert_finds queries_unused sql/query/run/planted.sql '' sql_planted
	assert_finds sql_in_c lib/base/planted.c '\t"SELECT 1"'
	assert_finds no_stop tests/planted.bats '\t! grep -q x out'
	assert_finds no_stop tests/planted.bash '\t[ "$a" = 1 ] && [ "$b" = 2 ]'
	assert_finds starts_unlimited tests/planted.bats 'load sql'
	assert_finds starts_unlimited tests/sql.bash STARTS=641
	assert_finds called README.md 'Run `tests/planted.sh`.' planted.sh
	assert_finds strange planted
	assert_finds strange lib/base/planted.c '/* as in /work/crt/lib */'
	assert_finds declared_twice sql/query/run/campaign_find.sql
	assert_finds declared_twice lib/base/err.def 'ERR(INPUT, 1, "Twice.")' 'ERR(INPUT'
	assert_finds declared_twice lib/record/record.def 'FIELD(cart, id, ID, OPTIONAL, 1, "Twice.")' 'cart, id'
	assert_finds declared_twice "$B/gen/crt-x.tsv" 'option\tx\t\tdry\noption\tx\t\tdry'
	assert_finds foreign_headers lib/rule/planted.c '#include <curl/curl.h>'
	mkdir -p lib/mime && echo '#include <gmime/gmime.h>' > lib/mime/brings.h
	assert_finds foreign_headers lib/rule/planted.c '#include "mime/brings.h"'
	object_symbols() { cat object; }
	program_symbols() { echo "$B/bin/crt: malloc U"; }
	assert_finds banned object "$B/lib/rule/x.o: strcpy U" strcpy
	assert_finds twice object "$(printf '%s\n' "$B"/lib/{rule,net}/x.o:\ x_y\ T\ 0)" x_y
	assert_finds one_place object "$B/lib/rule/x.o: time U" 'x.o: time'
	assert_finds one_place object "$B/lib/rule/x.o: getopt_long U" x.o
	assert_finds foreign_symbols object "$B/lib/rule/x.o: curl_easy_init U" 'rule uses curl_easy_init'
}
