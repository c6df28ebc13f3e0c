# provider.bash: a scripted API of a provider, and a kill loop over the sending of messages to it.
#
#	load provider			after pipeline
#	serve_api '{"status":202}'	the API has these rules from now on; URL is its address
#	sent_once one_left ids_sent --channel sendgrid --sendgrid-url "$URL"

load serve

# serve_api RULES: starts the API, or replaces it.
serve_api() {
	serve_end
	rm -rf server
	printf '[%s]' "$1" > rules.json
	serve server http_script.py "$PWD/rules.json"
	URL=http://127.0.0.1:$(< server/port)
}

# sendgrid_api [RULES]: without a rule that fits, a mail is accepted.
sendgrid_api() {
	serve_api "${1:+$1,}"'{"path":"/v3/mail/send","responses":[{"status":202,"headers":{"X-Message-Id":"M1"}}]}'
}

# sent_once LEAVE IDS ARGUMENT...: kills crt-send with these arguments at each fault point. LEAVE N ingests the cart of
# another person, and runs crt-detect. IDS prints the ids of the messages that the provider got.
sent_once() {
	local leave=$1 ids=$2 n status=1
	shift 2
	for ((n = 1; status != 0 && n < 60; n++)); do
		"$leave" "$n"
		campaign 11:20
		count_start
		status=0
		CRT_FAULT=$n "$B/bin/crt-send" --log text --now "$(at 11:20)" "$@" < due > sent 2> err || status=$?
		campaign 11:21
		count_start
		# What was on the wire is reported.
		"$B/bin/crt-send" --log text --now "$(at 11:21)" "$@" < due > sent 2> err || [ $? -eq 3 ]
	done
	# What was given back in the last run.
	campaign 11:22
	crt 0 send --now "$(at 11:22)" --timeout 1s "$@" < due
	assert_equal "$status" 0
	[ "$n" -gt 5 ]
	"$ids" | sort > got
	assert_equal "$(uniq -d got)" "" "sent twice"
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE status NOT IN ('SENT', 'UNKNOWN')")" 0
	query "SELECT id FROM crt.messages WHERE status = 'SENT'" | sort > sent_ids
	assert_equal "$(comm -23 sent_ids got)" "" "SENT, but not sent"
	[ "$(query "SELECT count(*) FROM crt.messages WHERE status = 'UNKNOWN'")" -lt "$n" ]
}
