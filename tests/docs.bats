#!/usr/bin/env bats
# docs.bats: help, manual pages, their examples, and README agree with the commands.

load helper
load serve

setup_file() {
	export TOP=$BATS_TEST_DIRNAME/..
	build all pages templates
	for bin in "$B"/bin/crt*; do
		"$bin" --dump-options > "$BATS_FILE_TMPDIR/${bin##*/}.tsv"
	done
}

# A test that needs a database calls test_begin itself.
setup() {
	trace_less
	cd "$BATS_TEST_TMPDIR" || exit
	export PATH="$B/bin:$B/scripts:$PATH"
	: > asserted
}
teardown() {
	[ -z "${made:-}" ] || test_end
	[ -z "${place:-}" ] || leave_place
}

dump() { cat "$BATS_FILE_TMPDIR/$1.tsv"; }
commands() { (cd "$B/bin" && printf '%s\n' crt*); }

# verbs COMMAND: prints each verb ("-" for none) and its maximum of operands.
verbs() { dump "$1" | awk -F '\t' '$1 == "verb" { print ($2 == "" ? "-" : $2) "\t" $5 }'; }

# page NAME: formats the page as plain text, each name on one line.
page() { mandoc -T ascii -O width=400 "$B/man/$1" | sed 's/.\x08//g'; }

fails() {
	echo "$*"
	false
}

# at_least N FILE: FILE has at least N lines, so that a loop over it proves something.
at_least() {
	[ "$(wc -l < "$2")" -ge "$1" ] || fails "$2 has but $(wc -l < "$2") lines"
}

# each_verb FUNCTION: calls it with each command, its verb, and the maximum of operands.
each_verb() {
	local command verb most
	: > called
	for command in $(commands); do
		while IFS=$'\t' read -r verb most; do
			"$1" "$command" "${verb#-}" "$most"
			echo "$command $verb" >> called
		done < <(verbs "$command")
	done
	at_least 45 called
}

prints_help() {
	command "$1" $2 --help > out 2> err < /dev/null || fails "$1 $2 --help ends with $?"
	[ -s out ] || fails "$1 $2 --help prints nothing"
	[ ! -s err ] || fails "$1 $2 --help complains: $(< err)"
	[ "$(awk 'length > 100' out | wc -l)" -eq 0 ] || fails "$1 $2 --help: $(awk 'length > 100' out)"
}

@test "every command and verb prints help to standard output, in 100 columns, and exits with 0" {
	each_verb prints_help
}

# psql reads the arguments of db psql.
rejects_misuse() {
	local got=0
	[ "$2" != 'db psql' ] || return 0
	command "$1" $2 --no-such-option > out 2> err < /dev/null || got=$?
	[ "$got" -eq 64 ] || fails "$1 $2 --no-such-option ends with $got"
	[ ! -s out ] || fails "$1 $2: $(< out)"
	[ "$3" -ge 0 ] || return 0
	got=0
	command "$1" $2 $(seq "$(($3 + 1))") > out 2> err < /dev/null || got=$?
	[ "$got" -eq 64 ] || [ -z "$2" ] || fails "$1 $2 with $(($3 + 1)) operands ends with $got"
	[ ! -s out ] || fails "$1 $2: $(< out)"
}

@test "every command and verb rejects wrong usage with 64 and without output" {
	each_verb rejects_misuse
}

@test "every command has a page with all of its verbs and options, and no others" {
	: > all
	for command in $(commands); do
		[ -f "$B/man/$command.1" ] || fails "no page of $command"
		page "$command.1" > page
		dump "$command" | awk -F '\t' '$1 == "option" && $2 != "*" { print "--" $4 }' | sort -u > declared
		at_least 1 declared
		cat declared >> all
		while read -r option; do
			grep -qE -- " $option(=|,| |$)" page || fails "$command.1 lacks $option"
		done < declared
		while IFS=$'\t' read -r verb most; do
			[ "$verb" = - ] || grep -qE "^ +$command $verb( |$)" page || fails "$command.1 lacks $verb"
		done < <(verbs "$command")
		cat "$BATS_FILE_TMPDIR"/*.tsv | awk -F '\t' '$1 == "option" {
			print "--" $4
			if ($5 == "flag") print "--no-" $4
		}' | sort -u > known
		grep -oE '(^| )--[a-z][a-z-]*' page | tr -d ' ' | sort -u | comm -23 - known > strange
		[ ! -s strange ] || fails "$command.1 tells of $(< strange)"
		! grep -F 'file ...' page || fails "$command.1 has an operand without a name"
		at_least 50 known
	done
	at_least 60 all
}

@test "the pages have no mandoc warnings and refer to existing pages" {
	make -s -C "$TOP" check-man "B=$B"
	sed -n 's/^\.Xr \(crt[a-z.-]*\) \([157]\).*/\1.\2/p' "$B"/man/*.[157] | sort -u > names
	at_least 8 names
	while read -r name; do
		[ -f "$B/man/$name" ] || fails "no page $name"
	done < names
}

@test "crt.yaml(5) has each key that a configuration may contain" {
	page crt.yaml.5 > page
	sed -n 's/^OPTION([a-z]*, \([a-z_]*\),.*/\1/p' "$TOP/lib/conf/keys.def" | sort -u > keys
	[ "$(wc -l < keys)" -ge 30 ] || fails "keys.def has but $(wc -l < keys) keys"
	while read -r key; do
		grep -qE "^ +$key: " page || fails "crt.yaml.5 lacks $key"
	done < keys
}

@test "the pages have every gate, setting, state, record, member, status code, and exit status" {
	page crt-campaign.1 > page
	sed -n 's/^GATE(\([a-z_]*\),.*/\1/p' "$TOP/lib/rule/gate.def" > names
	at_least 21 names
	while read -r gate; do
		grep -qE "^ +$gate \((stop|skip|hold)\)" page || fails "no gate $gate"
	done < names
	page crt-sync.1 > page
	sed -n 's/^SETTING(\([a-z_]*\),.*/\1/p' "$TOP/lib/store/setting.def" > names
	at_least 12 names
	while read -r name; do
		grep -qE "^ +$name: " page || fails "no setting $name"
	done < names
	page crt.7 > page
	sed -n "/^    ('[a-z]*', '[A-Z]*', '[A-Z]*'/{s/''/\x01/g;s/^[^']*'[a-z]*', '\([A-Z]*\)', '\([A-Z]*\)', '\([^']*\)'.*/\1 \2 \3/;s/\x01/'/g;p}" \
		"$TOP"/sql/schema/006_transitions.sql > names
	at_least 45 names
	while read -r was becomes why; do
		grep -qE "^ +$was +$becomes +$why$" page || fails "no step from $was to $becomes: $why"
	done < names
	page crt-records.5 > page
	sed -n 's/^RECORD[^"]*"\(crt[a-z.]*\)".*/\1/p' "$TOP/lib/record/record.def" > names
	at_least 25 names
	while read -r type; do
		grep -qE "^ +$type$" page || fails "no record $type"
	done < names
	page crt-send.1 > page
	awk -F '\t' '/^[245]/ { print $1 }' "$TOP/etc/data/smtp_enhanced_status.tsv" > names
	at_least 30 names
	while read -r code; do
		grep -qE "^ +${code//./\\.} " page || fails "no status code $code"
	done < names
}

# make_reply: the recipient of the first mail has replied to its unsubscribe address; the Maildir back has the mail.
make_reply() {
	local link
	link=$(crt-detect --now 2026-11-22T11:00:00Z | crt-campaign --now 2026-11-22T11:00:00Z |
		jq -r .data.context.links.unsubscribe)
	mkdir -p back/new back/cur
	printf '%s\r\n' 'From: anna@example.org' 'Subject: Re: unsubscribe' " ${link##*%20}" 'To: stop@acme.example' \
		'' 'Stop it, please.' > back/new/1
}

# make_timed_commands: makes a folder of commands that run at the time of the first store's records.
make_timed_commands() {
	mkdir -p timed
	for bin in "$B"/bin/crt-*; do
		printf '#!/bin/sh\nexec "%s" --now 2026-11-22T11:00:00Z "$@"\n' "$bin" > "timed/${bin##*/}"
	done
	chmod +x timed/*
}

# run_examples FILE: runs the commands of a file in a folder with the first store.
run_examples() {
	awk -f "$TOP/tests/docs.awk" "$1" > script
	[ -s script ] || fails "$1 has no example"
	ln -sfn "$TOP/etc" etc
	ln -sfn "$B" build
	CRT_LOG=text bash -e -o pipefail script > out 2> err 9> at ||
		fails "$1, example $(tail -n 1 at): status $?: $(< err)" \
		    "in: $(awk -v n="$(tail -n 1 at)" '/^echo .* >&9$/ { k++; next } k == n' script)"
	echo . >> asserted
}

first_store() {
	made=1
	test_begin
	crt 0 sync store add -f "$TOP/etc/first/store.yaml"
	crt 0 campaign apply "$B/templates" "$TOP/etc/first/campaign.yaml"
}

# Catches: docs.awk omits what a page shows as output.
@test "the examples of the pages run and print what the pages show" {
	for page in crt-ingest.1 crt-detect.1 crt-campaign.1 crt-send.1 crt-report.1 crt-sync.1 crt-gdpr.1 \
	    crt-recover.1 crt-poll.1 crt-records.5 crt.yaml.5 crt.7; do
		first_store
		crt 0 ingest "$TOP/etc/first/records.ndjson"
		[ "$page" != crt-send.1 ] || make_reply
		make_timed_commands
		PATH=$PWD/timed:$PATH run_examples "$B/man/$page"
		[ "$page" != crt-send.1 ] || assert_equal "$(query 'SELECT reason FROM crt.suppressions')" unsubscribed
		test_end
	done
	[ "$(cat "$B"/man/*.[157] | awk -f "$TOP/tests/docs.awk" | grep -c '^diff - printed')" -ge 8 ]
}

# Where the private server of an example may be. Its user must be able to enter.
own_place() {
	place=$(mktemp -d "${TMPDIR:-/tmp}/crt-docs.XXXXXX")
	chmod 755 "$place"
	for name in $(compgen -e | grep -E '^(PG|CRT_|XDG_)'); do
		unset "$name"
	done
	export HOME=$place
	cd "$place" || exit
	# Commands of root act as another user, who may be unable to read the source tree.
	[ "$(id -u)" != 0 ] || export ASAN_OPTIONS=detect_leaks=0
	mkdir etc build
	cp -r "$TOP/etc/first" etc
	cp -r "$B/templates" build
}

leave_place() {
	serve_end "$place"
	[ ! -f "$place/shop/pg/postmaster.pid" ] || kill -QUIT "$(head -n 1 "$place/shop/pg/postmaster.pid")"
	rm -rf "$place"
}

@test "the example of crt(1) runs and makes an installation" {
	own_place
	run_examples "$B/man/crt.1"
}

@test "the examples of crt-operate(7) run: backup, restore, a role, and a new key" {
	own_place
	run_examples "$B/man/crt-operate.7"
}

@test "the examples of crt-security(7) run" {
	own_place
	run_examples "$B/man/crt-security.7"
}

@test "the first store of README works: its mail is written, and its opt-out is handled" {
	own_place
	run_examples "$TOP/README.md"
	cat shop/mail/new/* > mails
	grep -q '^To: anna@example.org' mails
	grep -q 'E2=82=AC49.90' mails
	grep -qE 'skips +suppressed' out
}

# prints TEXT COMMAND...: the output of the command has the text.
prints() {
	command "${@:2}" > out 2> err || fails "${*:2}: status $?: $(< err)"
	grep -qF -- "$1" out || fails "${*:2}: no \"$1\" in: $(< out)"
}

# Seen to fail: root's file of credentials could not be read, which README did not mention; the consents that it
# has for import did not count for an account of the shop.
@test "README connects a real shop, here a scripted one: each step does what README says" {
	own_place
	local now=2026-11-22T11:30:00Z
	cat > shop.json <<-'END'
		[{"path":"~currencies/current","responses":[{"body":{"code":"EUR"}}]},
		 {"path":"~/orders$","query":{"status":"any"},"responses":[{"headers":{"X-WP-Total":"1","X-WP-TotalPages":"1"},"body":[
		  {"id":11,"status":"checkout-draft","currency":"EUR","total":"49.90","created_via":"store-api","customer_id":7,
		   "date_created_gmt":"2026-11-22T10:00:00","date_modified_gmt":"2026-11-22T10:00:00",
		   "billing":{"email":"anna@example.org"},
		   "line_items":[{"id":1,"name":"Mug","product_id":7,"quantity":1,"price":49.9,"total":"49.90"}]}]}]},
		 {"responses":[{"body":[]}]}]
	END
	serve web http_script.py shop.json
	command crt init --partitions 1 shop > made
	export CRT_CONFIG=$PWD/shop/crt.yaml CRT_CHANNEL=maildir CRT_MAILDIR=$PWD/shop/mail
	(umask 077; printf 'consumer_key: ck_1\nconsumer_secret: cs_1\n' > acme.keys)
	chown --reference=shop acme.keys
	sed -n "/^crt-sync store add acme/,/^crt-sync store test/s,https://acme.example,http://127.0.0.1:$(< web/port),p
		/^ .*--credentials acme.keys\|^crt-sync store test/p" "$TOP/README.md" > block
	[ "$(wc -l < block)" -eq 3 ]
	bash -e block > out 2> err || fails "$(< block): $(< err)"
	grep -q '^acme .* ok' out
	prints 'it has no active campaign' crt doctor --offline
	command crt-campaign apply build/templates etc/first/campaign.yaml > applied
	command crt-poll --now 2026-11-22T10:30:00Z
	command crt-recover --now $now > sent
	[ ! -e shop/mail/new ] || [ -z "$(ls shop/mail/new)" ]
	prints 'consent is unknown; the store requires granted' crt-campaign explain 11 --now $now
	printf '%s\n' subject,channel,action,time anna@example.org,email,grant,2026-11-01T10:00:00Z > consents.csv
	prints '1 of 1 consents are recorded' crt-gdpr consent import consents.csv --now $now
	prints 'the consent is what the store' crt-campaign explain 11 --now $now
}

# units FILE: the units that its command "systemctl enable" or "disable" with crt-db names.
units() {
	sed -n '/systemctl [a-z]* --now crt-db/,/[^e\\]$/{s/^[#>] *//;s/\\e*$//;s/^systemctl.*--now//;p}' "$1" | tr '\n' ' ' > names
	eval "printf '%s\n' $(< names)" | sort
}

# Seen to fail: crt(1) did not enable crt-backup.timer, and crt-operate(7) left it and four others enabled.
@test "README and crt(1) enable each timer, apart from those of options; crt-operate(7) disables each unit" {
	local optional='^crt-(metrics|sms|push)\.'
	(cd "$TOP/etc/systemd" && printf '%s\n' crt-db *.timer) | grep -vE "$optional" | sort > timers
	at_least 11 timers
	assert_equal "$(units "$TOP/README.md")" "$(< timers)"
	assert_equal "$(units "$TOP/man/crt.1.in")" "$(< timers)"
	(cd "$TOP/etc/systemd" && printf '%s\n' crt-db crt-live.service *.socket *.timer crt-{serve,events}.service) | sort > timers
	assert_equal "$(units "$TOP/man/crt-operate.7.in")" "$(< timers)"
}

@test "README and CONTRIBUTING name existing files and stay short" {
	for file in README.md CONTRIBUTING.md; do
		[ "$(wc -l < "$TOP/$file")" -le 150 ]
		grep -oE '`(tests|lib|cmd|man|etc|sql|gen)/[a-zA-Z0-9_./-]*`' "$TOP/$file" | tr -d '`' |
			grep -v 'NAME\|AREA' | sort -u | sed "s,^,$file ,"
	done > names
	at_least 30 names
	while read -r file path; do
		[ -e "$TOP/$path" ] || fails "$file names $path"
	done < names
}

@test "both sample configurations are valid with every key uncommented" {
	bare='s/^#\( *[a-z_]*:\)/\1/; s,\(smtp_password_file: \|twilio_key_file: \|fcm_key_file: \).*,\1password,; s,key_file: /var/lib/crt/,key_file: shop/,'
	own_place
	command crt init --no-sync --partitions 1 shop > made
	sed "$bare" "$TOP/etc/crt.yaml" > sample.yaml
	sed "$bare" shop/crt.yaml > made.yaml
	printf 'secret\n' > password
	chmod 600 password
	chown --reference=shop password
	for file in sample.yaml made.yaml; do
		grep -q '^send:' "$file"
		for command in $(commands); do
			command "$command" -c "$file" --check-config > out 2> err || fails "$command, $file: $(< err)"
		done
		crt-send -c "$file" --print-config > out
		grep -qE '^smtp_url: "smtp://mail.example.com:587" +# ' out || fails "$(< out)"
		grep -qF 'smtp_user: "shop@example.com"' out
	done
}

@test "the JSON schema of records is valid and has every type and member" {
	schema=$B/man/crt-records.schema.json
	sed -n 's/^RECORD[^"]*"\(crt[a-z.]*\)".*/\1/p' "$TOP/lib/record/record.def" | sort > types
	at_least 25 types
	jq -r '.properties.type.enum[]' "$schema" | sort | cmp - types
	jq -r '.allOf[].if.properties.type.const' "$schema" | sort | cmp - types
	[ "$(jq -r '[.. | objects | .["$ref"]? // empty] | unique[] | sub("#/\\$defs/"; "")' "$schema" | sort)" = \
		"$(jq -r '."$defs" | keys[]' "$schema" | sort)" ]
	# an attribute that record_envelope.c reads is in the schema
	jq -e '.propertyNames.pattern as $name | ["data_base64", "leftout"] | all(test($name))' "$schema"
	jq -e '.properties.data_base64.type == "null"' "$schema"
}
