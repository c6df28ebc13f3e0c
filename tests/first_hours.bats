#!/usr/bin/env bats
# first_hours.bats: the first hours of a new user: common mistakes and their hints.

load helper
load pipeline

# Seen to fail: two texts for one mistake, and neither named the nearest zone.
@test "an unknown time zone gets the nearest as a hint, wherever it is given" {
	local zone=
	crt 0 sync store add acme --platform other --url https://a.example --name A --currency EUR
	while read -r zone nearest; do
		crt 64 sync store set acme "timezone=$zone"
		assert_has "there is no time zone \"$zone\""
		assert_has "hint: the nearest is $nearest"
	done <<-'END'
		Europe/Berlim Europe/Berlin
		berlin Europe/Berlin
		New_York America/New_York
	END
	crt 64 sync store set acme timezone=Mars
	assert_has 'hint: use a tzdata name such as Europe/Berlin'
	query "UPDATE crt.stores SET timezone = 'Europe/Berlim'"
	printf 'template: t\nlocale: en\nsubject: S\ntext: "T{{ links.unsubscribe }}{{ store.address }}"\n' > t.yaml
	crt 0 campaign apply t.yaml
	crt 78 campaign preview t
	assert_has 'there is no time zone "Europe/Berlim"'
	assert_has 'hint: the nearest is Europe/Berlin'
}

# Seen to fail: only campaigns had the nearest name, and some no hint at all.
@test "an unknown name gets the nearest as a hint, or where names are listed" {
	shop acme
	while IFS='|' read -r command hint; do
		crt 64 $command < /dev/null
		assert_has "hint: $hint"
	done <<-'END'
		sync store show amce|the nearest is acme
		sync store remove zzz|list the stores: crt-sync store list
		sync store set amce wait=1h|the nearest is acme
		report -s amce|the nearest is acme
		campaign pause three-stesp|the nearest is three-steps
		campaign show nope|list the campaigns: crt-campaign list
		campaign preview frist|the nearest is first
		campaign preview zzz|list the templates: crt-campaign templates
		sync store set acme curency=EUR|the nearest is currency
		sync store set acme sattus=paused|the nearest is status
		campaign -|see crt-campaign --help
	END
	crt 64 sync store add --platform other -- -x
	assert_has 'slug takes lower-case letters, digits, and -, at most 63, of which the first is not -'
}

# Seen to fail: the table began with records.
@test "reconcile --table prints a table" {
	local id
	shop acme
	cart c1 10:00 "$(ann)" | ingest 10:01
	detect 11:30
	campaign 11:30
	id=$(query "UPDATE crt.messages SET status = 'SENDING'; UPDATE crt.messages SET status = 'UNKNOWN', provider = 'maildir'
		RETURNING id")
	mkdir -p mail/new
	: > "mail/new/$id.crt"
	crt 0 send reconcile --now "$(at 12:00)" --table --channel maildir --maildir "$PWD/mail"
	assert_equal "$(query 'SELECT status FROM crt.messages')" SENT
	assert_equal "$(head -1 out)" 'message  store  provider  since'
	assert_lacks '{' out
}

# Seen to fail: "changed", without mentioning the deletion.
@test "a deleted campaign that is applied again is restored, and its version continues" {
	shop acme
	crt 0 campaign delete --yes three-steps
	crt 0 campaign apply campaign.acme.yaml
	assert_equal "$(jq -r '[.change, .parts, .version] | join("|")' out)" 'restored|it was deleted|2'
	crt 0 campaign apply campaign.acme.yaml
	assert_equal "$(jq -r '[.change, .parts, .version] | join("|")' out)" 'same||2'
}

# Seen to fail: "the campaign is not active".
@test "explain reports that the campaign of a running enrollment is paused" {
	shop acme
	cart c1 10:00 "$(ann)" | ingest 10:01
	recover 11:30
	crt 0 campaign pause three-steps
	crt 0 campaign --now "$(at 12:00)" explain c1
	assert_equal "$(jq -r 'select(.what == "enrollment") | .state + "|" + .detail' out)" \
		'RUNNING|the campaign is paused: none of its messages are sent until crt-campaign activate'
}

# Seen to fail: nothing was logged, and the status was 0.
@test "crt-sync -s reports once that it does not poll a store, and why" {
	crt 0 sync store add acme --platform other --url https://a.example --name A --currency EUR
	crt 0 sync store add woo --platform woocommerce --url https://w.example --name W --currency EUR
	for verb in '' reconcile 'backfill --from 7d'; do
		crt 0 sync $verb -s acme -s woo
		assert_equal "$(grep -c 'store acme: it is not polled: crt cannot poll the platform other' err)" 1
		assert_equal "$(grep -c 'store woo: it is not polled: it has no credentials; run: crt-sync store set woo --cred' err)" 1
	done
	crt 0 sync
	assert_equal "$(< err)" ""
	# Seen to fail: "sealed data of store" with an id, and no hint.
	private_file keys '{consumer_key: a, consumer_secret: b}'
	crt 0 sync store set woo --credentials keys
	private_file other "other $(head -c 32 /dev/zero | base64)"
	crt 78 sync -s woo --key-file other
	query 'UPDATE crt.organizations SET key_mark = NULL'	# as if the secret alone came from elsewhere
	crt 69 sync -s woo --key-file other
	assert_has 'the last is woo: the credentials or webhook secrets cannot be opened: a secret was sealed with key test, which'
	assert_has 'hint: use the key file that they were sealed with, or set them again: crt-sync store set STORE --credentials FILE'
}

# Seen to fail: 0s and 1000d were accepted, and no text named a limit.
@test "the limits of --lease are in its error, in the help, and in the page" {
	local lease
	for lease in 0s 2d; do
		crt 64 send --lease $lease < /dev/null
		assert_has "option \"--lease\": \"$lease\" is not a duration from 1s to 1d"
	done
	printf 'send:\n lease: 2d\n' > c.yaml
	crt 78 sync --check-config -c c.yaml
	assert_has 'c.yaml:2:9: "2d" is not a duration from 1s to 1d'
	crt 0 send --help
	assert_has '15m, 1s-1d)' out
	[[ $(< "$B/man/crt-send.1") == *'From 1s to 1d.'* ]]
}

# Seen to fail: the first report had the headers of two empty tables, and did not count the runs.
@test "the first report has no empty table, and counts the runs up to now" {
	shop acme
	cart c1 10:00 "$(ann)" | ingest 10:01
	recover 11:30
	crt 0 report --now "$(at 11:30)" --table
	assert_equal "$(grep -c '^kind' out)" 3
	assert_equal "$(grep -cE '^runs +crt-(ingest|detect|campaign|send) +1 ' out)" 4
	assert_lacks rejects out
	crt 0 report --now "$(at 11:30)" --table --part rejects
	assert_equal "$(grep -c '^kind' out)" 1
}

# Seen to fail: no warning, and the default was used.
@test "a misspelled CRT_ variable gets a warning with the nearest name, once" {
	CRT_DATABSE=x CRT_MAILDR= CRT_HOME=z crt 0 sync store list
	assert_equal "$(< err)" \
		'crt-sync: warning: CRT_DATABSE in the environment has no effect; the nearest is CRT_DATABASE'
	CRT_SMTP_ULR=y crt 0 sync store list -q
	assert_equal "$(< err)" ''
}

# Seen to fail: CRT_CHANNEL, which is for crt-send, stopped crt-gdpr, whose --channel is no key; so did "channel"
# at the top of crt.yaml.
@test "a key of another command, in the environment or at the top of crt.yaml, stops no command with such an option" {
	local bin verb key
	for bin in "$B"/bin/crt-*; do
		"$bin" --dump-options | awk -F '\t' -v c="${bin##*/crt-}" '
			$1 == "option" && $2 != "*" && $NF == "cli" { gsub("-", "_", $4); print c "|" $2 "|" $4 }'
	done > options
	while IFS='|' read -r bin verb key; do
		grep -q "^OPTION([a-z]*, $key," "$TOP/lib/conf/keys.def" || continue
		echo "$bin $verb" >> tried
		echo "$key: of-another" > crt.yaml
		export "CRT_${key^^}=of-another"
		crt 0 "$bin" $verb --config crt.yaml --print-config
		unset "CRT_${key^^}"
		assert_lacks of-another out
	done < options
	assert_has 'gdpr suppress list' tried
	[ "$(wc -l < tried)" -ge 3 ]
}

# Seen to fail: a key or a password was read from a file called "-"; one of two readers got nothing.
@test "a file named - is standard input, or an error" {
	shop acme
	cart c1 10:00 "$(ann)" | ingest 10:01
	for option in key-file smtp-password-file smtp-ca-file; do
		crt 64 send test "--$option" -
		assert_has "option \"--$option\": \"-\", standard input, is not possible here: name a file"
	done
	CRT_KEY_FILE=- crt 78 campaign < /dev/null
	assert_has 'CRT_KEY_FILE in the environment: "-", standard input, is not possible here: name a file'
	crt 64 campaign preview --file - --data - < /dev/null
	assert_has '--file and --data cannot both read standard input'
	crt 64 campaign apply - - < first.yaml
	assert_has 'standard input, "-", is named twice'
	crt 0 campaign apply - < first.yaml
	crt 0 gdpr export ann@shop.example -o -
	assert_equal "$(jq -r 'has("records")' out)" true
	[ ! -e - ]
}

# Catches: cells were cut at 60 columns on a terminal of 375.
@test "a table on a wide terminal has wider cells" {
	local text="a text of more than sixty columns that says what is wrong here: it ends with the word end"
	shop acme
	query "UPDATE crt.stores SET sync_reason = '$text', sync_failures = 1, platform = 'SHOPIFY', api_credentials = 'x'"
	COLUMNS= crt 0 sync store list --table
	assert_has "$text" out
	COLUMNS= crt 0 sync store show acme --table
	assert_lacks 'the word end' out
	COLUMNS=375 crt 0 sync store show acme --table
	assert_has "$text" out
}

# Seen to fail: "crt help init" knew no such command, and "crt detct" had no hint.
@test "crt help shows a verb, and a mistyped command gets the nearest as a hint" {
	local words want
	while IFS='|' read -r words want; do
		run -0 "$B/bin/crt" help $words
		assert_equal "${lines[0]}" "usage: $want"
	done <<-'END'
		init|crt init [OPTION...] [DIR]
		db start|crt db start [OPTION...]
		report health|crt-report health [OPTION...]
	END
	for words in detct 'help detct'; do
		CRT_LOG=text run -64 "$B/bin/crt" $words
		assert_equal "${lines[0]}" 'crt: there is no command "detct"'
		assert_equal "${lines[1]}" 'hint: the nearest is detect'
	done
}

# Seen to fail: no report; health referred to hooks check, which was silent, too.
@test "hooks report a named store without webhooks, and health expects none of it" {
	crt 0 sync store add acme --platform other --url https://a.example --name A --currency EUR \
		--set hooks_url=https://crt.example --set orders_max_age=off
	for verb in install list check remove; do
		crt 0 sync hooks $verb acme
		assert_equal "$(< err)" 'crt-sync: warning: store acme: crt cannot manage webhooks of the platform other'
	done
	crt 0 sync hooks list
	assert_equal "$(< err)" ''
	crt 69 report health
	assert_equal "$(jq -r 'select(.check == "webhooks") | .state' out)" ''
}
