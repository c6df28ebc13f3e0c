#!/usr/bin/env bats
# promise_same.bats: the same input and the same clock give the same output (P10).

load helper
load pipeline

# fed DAY: the records of that day, of two stores in one feed.
fed() {
	awk -v n=24 -v days=3 -f "$TOP/tests/people.awk" | awk -v day="2026-11-0$1" 'index($0, "\"time\":\"" day)' |
		sed 's,^[^ ]* ,,; p; s,/stores/acme,/stores/zeta,; s/@shop/@zeta/'
}

# lived FOLDER CONNECTIONS STORE...: three days of these stores; all output and mails are in the folder.
lived() {
	local folder=$1 connections=$2 slug day n=0
	mkdir "$folder"
	cd "$folder"
	for slug in "${@:3}"; do
		shop "$slug"
	done
	for day in 2 3 4 5; do
		fed "$day" > feed
		crt 0 ingest --now "$(at "$(printf '%02d-23:50' "$day")")" --connections "$connections" --batch 7 feed
		detect "$(printf '%02d-23:52' "$day")"
		campaign "$(printf '%02d-23:53' "$day")"
		cp due "due.$day"
		deliver "$(printf '%02d-23:54' "$day")"
		cat detected due sent >> printed
	done
	crt 0 report --json --now "$(at 06-12:00)" && cp out summary.json
	crt 0 report --table --now "$(at 06-12:00)" && cp out summary.table
	crt 0 report export && cp out exported
	crt 0 detect list --json --now "$(at 06-12:00)" && cp out episodes
	crt 0 campaign list && cp out campaigns
	crt 0 campaign export three-steps -s acme && cp out campaign.file
	find mail/new -type f | LC_ALL=C sort | xargs cat > mails
	cd ..
}

# comma_locale: makes a locale with a decimal comma in the folder of LOCPATH, and prints its name.
comma_locale() {
	mkdir "$LOCPATH"
	localedef -i de_DE -f UTF-8 "$LOCPATH/de_DE.UTF-8" > localedef.out 2>&1 || [ -e "$LOCPATH/de_DE.UTF-8/LC_NUMERIC" ] || return 1
	echo de_DE.UTF-8
}

# Seen to fail: setlocale(LC_ALL, "") in run_open.
# Catches: a clock, zone, locale, or random number in what is printed, stored, or sent.
@test "time zone, locale, umask, connections, and the order of stores change no byte of the output" {
	local elsewhere
	export LOCPATH=$PWD/locales
	# glibc's setlocale leaks the list of the folders in LOCPATH.
	echo leak:__argz_add_sep > leaks
	export LSAN_OPTIONS=suppressions=$PWD/leaks
	elsewhere=$(comma_locale) || elsewhere=
	(export TZ=UTC LC_ALL=C; umask 022; lived one 1 acme zeta)
	empty_database
	(export TZ=Asia/Kathmandu LC_ALL=${elsewhere:-C.utf8} PGTZ=America/St_Johns PGDATESTYLE=German; umask 077; lived other 4 zeta acme)
	for file in printed summary.json summary.table exported episodes campaigns campaign.file mails; do
		[ "$(wc -c < "one/$file")" -gt 100 ]
		assert_equal "$(< "other/$file")" "$(< "one/$file")" "$file"
	done
	[ "$(ls one/mail/new | wc -l)" -ge 20 ]
	[ "$elsewhere" ] || skip "locale not checked: localedef cannot make de_DE ($(tail -1 localedef.out)); the rest passed"
	[ "$(LC_ALL=$elsewhere locale decimal_point)" = , ]
}
