#!/usr/bin/env bats
# smtp.bats: the result of a mail for each behavior of the mail server.

load serve

setup_file() {
	bats_require_minimum_version 1.5.0
	export DRIVE=${B:-build}/fault/smtp_drive
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
		-keyout "$BATS_FILE_TMPDIR/key.pem" -out "$BATS_FILE_TMPDIR/cert.pem" 2>/dev/null
	export TLS="$BATS_FILE_TMPDIR/cert.pem $BATS_FILE_TMPDIR/key.pem"
	export CA="$BATS_FILE_TMPDIR/cert.pem"
}

# script MODE OPTION...: starts the server; its port is in $PORT.
script() {
	serve "$BATS_TEST_TMPDIR" smtp_script.py "$@"
	PORT=$(< "$BATS_TEST_TMPDIR/port")
}

teardown() { serve_end "$BATS_TEST_TMPDIR"; }

connections() {
	grep -c connect "$BATS_TEST_TMPDIR/log"
}

# sent OPTION...: runs smtp_drive; the exit status is in $status, the lines in $lines.
sent() {
	run "$DRIVE" "$@" "smtp://127.0.0.1:$PORT"
}

# assert_result RESULT CODE: of the first mail.
assert_result() {
	if [[ ${lines[0]} != "$1"$'\t'"$2"$'\t'* ]]; then
		echo "wanted $1 $2, got: $output"
		return 1
	fi
}

# assert_results N RESULT [CODE]: N mails have this result.
assert_results() {
	[ "$(grep -c "^$2"$'\t'"${3:-}" <<<"$output")" -eq "$1" ] || { echo "not $1 $2 ${3:-}: $output"; return 1; }
}

@test "a mail arrives unchanged, with its leading dots" {
	script ok
	sent -e 8000 -n 2
	[ "$status" -eq 0 ]
	assert_result SENT "250 2.0.0"
	[[ ${lines[0]} == *$'\tQ1\t'* ]]
	/usr/bin/python3 tests/fault/mail_check.py "$BATS_TEST_TMPDIR"/1.eml "$BATS_TEST_TMPDIR"/2.eml
	for n in 1 2; do
		[ "$(sed '1,/^\r$/d' "$BATS_TEST_TMPDIR/$n.eml" | wc -c)" -gt 8000 ]
		sed '1,/^\r$/d' "$BATS_TEST_TMPDIR/$n.eml" | head -4 | tr -d '\r' >"$BATS_TEST_TMPDIR/head"
		printf '.\n..two\n.one\nA short line of the mail.\n' | cmp - "$BATS_TEST_TMPDIR/head"
	done
}

@test "a mail arrives unchanged with pipelining" {
	script ok --pipelining
	sent -e 8000 -n 5
	[ "$status" -eq 0 ]
	[ "$(connections)" -eq 1 ]
	run /usr/bin/python3 tests/fault/mail_check.py "$BATS_TEST_TMPDIR"/*.eml
	[ "$status" -eq 0 ]
}

@test "the end of a mail and the start of the next are sent together" {
	script ok --pipelining
	sent -n 5
	assert_results 5 SENT
	[ "$(grep -c 'begins the next' "$BATS_TEST_TMPDIR/log")" -eq 4 ]
	[ "$(grep -c RSET "$BATS_TEST_TMPDIR/log")" -eq 0 ]
}

# Whatever the result of a mail, the one that was started after it is handed off once.
@test "a mail that was started after another has its own result" {
	script first-drop --pipelining
	sent -n 5
	[ "$(cut -f1 <<<"$output" | tr '\n' ' ')" = "UNKNOWN SENT SENT SENT SENT channel ok " ]
	[ "$(connections)" -eq 2 ]
	[ "$(ls "$BATS_TEST_TMPDIR"/*.eml | wc -l)" -eq 4 ]
	[ "$(grep -h ^Message-I "$BATS_TEST_TMPDIR"/*.eml | sort -u | wc -l)" -eq 4 ]
}

@test "a mail that is rejected at its end does not affect the next" {
	script end-554 --pipelining
	sent -n 3
	assert_results 3 FAILED "554 5.7.1"
	[ "$(connections)" -eq 1 ]
}

@test "a mail started after one that ended the session is started again" {
	script end-421 --pipelining
	sent -n 3
	assert_results 3 RETRY "421 4.3.0"
	[ "$(connections)" -eq 3 ]
}

@test "100 mails over 4 sessions open exactly 4 connections" {
	script ok --pipelining
	sent -n 100 -p 4
	[ "$status" -eq 0 ]
	assert_results 100 SENT
	[ "$(connections)" -eq 4 ]
	[ "$(grep -c QUIT "$BATS_TEST_TMPDIR/log")" -eq 4 ]
}

# The server responds to none of four mails before it has all four.
@test "slow sessions do not wait for each other" {
	script ok --barrier 4
	sent -n 8 -p 4
	[ "$status" -eq 0 ]
	assert_results 8 SENT
}

@test "RCPT 5.1.1 suppresses, and the stored reason does not contain the address" {
	script rcpt-511
	sent
	[ "$status" -eq 0 ]
	assert_result SUPPRESS "550 5.1.1"
	[[ $output == *"(address) no such person"* ]]
	[[ $output != *anna* ]]
}

@test "RCPT 5.1.1 in a pipeline suppresses" {
	script rcpt-511 --pipelining
	sent -n 3
	assert_results 3 SUPPRESS "550 5.1.1"
	[ "$(connections)" -eq 1 ]
}

@test "after a rejection in a pipeline, an accepted DATA is left empty" {
	script rcpt-511-354 --pipelining
	sent -n 3
	assert_results 3 SUPPRESS "550 5.1.1"
	[ "$(connections)" -eq 1 ]
	[ "$(grep -c 'body of 0' "$BATS_TEST_TMPDIR/log")" -eq 3 ]
}

# Seen to fail: 550 at RCPT suppressed; a code with another cause suppressed, or failed.
@test "RCPT 550 without a status fails" { script rcpt-550; sent; assert_result FAILED 550; }
@test "5.1.1 for a quota is a retry" { script rcpt-552; sent; assert_result RETRY "552 5.1.1"; }
@test "a status code after the text is read" { script rcpt-qmail; sent; assert_result RETRY "553 5.7.1"; }
@test "a rejection of the recipient by policy is a retry" { script rcpt-571; sent; assert_result RETRY "550 5.7.1"; }
@test "greylisting is a retry" { script grey; sent; assert_result RETRY "450 4.2.0"; }
@test "a full mailbox is a retry" { script rcpt-452; sent; assert_result RETRY "552 5.2.2"; }
@test "421 to RCPT is a retry" { script rcpt-421; sent; assert_result RETRY "421 4.3.2"; }
@test "5.1.1 to MAIL concerns the sender and is a retry" { script mail-511; sent; assert_result RETRY "550 5.1.1"; }
@test "rejected DATA is a retry" { script data-451; sent; assert_result RETRY "451 4.3.0"; }
@test "a 250 response to DATA does not count as SENT" { script data-250; sent; assert_result RETRY connection; }
@test "a connection closed at RCPT is a retry" { script drop-rcpt; sent; assert_result RETRY connection; }
@test "a connection closed before the 354 is a retry" { script drop-354; sent; assert_result RETRY connection; }
@test "a connection closed within the body is a retry" { script drop-body; sent -e 1000000; assert_result RETRY connection; }
@test "an early rejection within the body is read" { script early; sent -e 1000000; assert_result FAILED "552 5.3.4"; }
@test "a connection closed after the final dot is UNKNOWN" { script drop-dot; sent; assert_result UNKNOWN connection; }
@test "a connection closed after the final dot of a pipeline is UNKNOWN" { script drop-dot --pipelining; sent; assert_result UNKNOWN connection; }
@test "an invalid response to the final dot is UNKNOWN" { script end-nonsense; sent; assert_result UNKNOWN connection; }
@test "354 to the final dot is UNKNOWN" { script end-354; sent; assert_result UNKNOWN connection; }
@test "spam rejected at the final dot fails" { script end-554; sent; assert_result FAILED "554 5.7.1"; }
@test "421 to the final dot is a retry" { script end-421; sent; assert_result RETRY "421 4.3.0"; }

# Seen to fail: the first mail was UNKNOWN, or the second was rejected because of the first one's response.
@test "blank lines, doubled codes, and repeated responses to the final dot are handled" {
	for mode in end-blank end-codes end-twice end-late; do
		for how in "" --pipelining; do
			serve_end "$BATS_TEST_TMPDIR"
			rm -f "$BATS_TEST_TMPDIR"/{*.eml,port,log}
			script "$mode" $how
			sent -n 4
			[ "$status" -eq 0 ]
			assert_results 4 SENT "250 2.0.0"
			[ "$(grep -h ^Message-I "$BATS_TEST_TMPDIR"/*.eml | sort -u | wc -l)" -eq 4 ]
			[ "$(ls "$BATS_TEST_TMPDIR"/*.eml | wc -l)" -eq 4 ]
		done
	done
}

# in_time [--sleep]: drives with a timeout that all responses before the final dot meet: a longer one on a slow
# machine. The server never responds to the final dot, or with --sleep after twice that timeout.
in_time() {
	local ms
	for ms in 300 3000 30000; do
		serve_end "$BATS_TEST_TMPDIR"
		rm -f "$BATS_TEST_TMPDIR/port"
		case ${1-} in
		--sleep) script ok --sleep "$((ms / 500)).$((ms / 50 % 10))" ;;
		*) script ok --gate ;;
		esac
		sent -t "$ms"
		[[ ${lines[0]} == RETRY* || ${lines[0]} == UNTRIED* ]] || break
	done
}

@test "no response to the final dot in time is UNKNOWN" {
	in_time
	assert_result UNKNOWN connection
	[[ $output == *"no reply in time"* ]]
}

@test "the timeout for the final dot is longer than the others" {
	in_time --sleep
	assert_result SENT "250 2.0.0"
}

@test "after a rejection the same connection continues" {
	script once-511 --pipelining
	sent -n 3
	[ "$(cut -f1 <<<"$output" | tr '\n' ' ')" = "SUPPRESS SENT SENT channel ok " ]
	[ "$(connections)" -eq 1 ]
	grep -q RSET "$BATS_TEST_TMPDIR/log"
}

@test "a kept connection that the server closed is opened again, and no mail is lost" {
	script stale
	sent -n 3
	[ "$status" -eq 0 ]
	assert_results 3 SENT
	[ "$(connections)" -eq 3 ]
}

@test "a kept connection that responds with 421 is opened again" {
	script stale-421 --pipelining
	sent -n 3
	assert_results 3 SENT
}

@test "a server that allows one session gets all mails over it" {
	script only-one
	sent -n 20 -p 4
	[ "$status" -eq 0 ]
	assert_results 20 SENT
	[ "$(connections)" -le 4 ]
}

@test "when the only session breaks, the waiting mails get another" {
	script only-one-drop
	sent -n 20 -p 4
	[ "$status" -eq 0 ]
	assert_results 1 UNKNOWN
	assert_results 19 SENT
	[ "$(connections)" -eq 5 ]
}

@test "after ten broken sessions the run gives the server up" {
	script drop-dot
	sent -n 30
	[ "$status" -eq 75 ]
	assert_results 10 UNKNOWN
	assert_results 20 UNTRIED
}

@test "after ten sessions that end with 421 the run gives the server up" {
	script rcpt-421
	sent -n 30
	[ "$status" -eq 75 ]
	assert_results 10 RETRY
	assert_results 20 UNTRIED
	[ "$(connections)" -eq 10 ]
}

@test "without a server the channel is unreachable, and no mail counts as tried" {
	run "$DRIVE" -n 5 -p 2 smtp://127.0.0.1:1
	[ "$status" -eq 75 ]
	assert_results 5 UNTRIED
}

@test "a greeting of 554 rejects the sender" {
	script greet-554
	sent -n 2
	[ "$status" -eq 69 ]
	assert_results 2 UNTRIED
}

@test "nothing is sent if TLS is required and not offered" {
	script ok
	sent -T required
	[ "$status" -eq 69 ]
	[[ ${lines[0]} == UNTRIED* ]]
	run -1 grep MAIL "$BATS_TEST_TMPDIR/log"
}

@test "a mail is sent without TLS if TLS is opportunistic and not offered" {
	script ok
	sent -T opportunistic
	assert_result SENT "250 2.0.0"
}

@test "a certificate without a known issuer is rejected" {
	script ok --tls $TLS
	sent -T required
	[ "$status" -eq 69 ]
	run -1 grep MAIL "$BATS_TEST_TMPDIR/log"
}

@test "20 mails over 2 sessions use STARTTLS and a login" {
	script ok --pipelining --tls $TLS --auth shop secret
	sent -T required -c "$CA" -u shop -w secret -n 20 -p 2 -e 60000
	[ "$status" -eq 0 ]
	assert_results 20 SENT
	[ "$(connections)" -eq 2 ]
	[ "$(grep -c STARTTLS "$BATS_TEST_TMPDIR/log")" -eq 2 ]
}

@test "capabilities offered before STARTTLS are ignored after it" {
	script before-tls --tls $TLS
	sent -T required -c "$CA"
	assert_result SENT "250 2.0.0"
	run -1 grep ahead "$BATS_TEST_TMPDIR/log"
}

@test "implicit TLS works" {
	script ok --tls $TLS --implicit --auth shop secret
	sent -T implicit -c "$CA" -u shop -w secret -n 3
	[ "$status" -eq 0 ]
	assert_results 3 SENT
}

# Catches: TLS 1.1 for the connection.
@test "old versions of TLS are not used" {
	openssl s_server -accept 127.0.0.1:0 -tls1_1 -cipher DEFAULT@SECLEVEL=0 -cert "$CA" -key "${TLS#* }" -www > "$BATS_TEST_TMPDIR/old" 2>&1 3>&- &
	echo $! > "$BATS_TEST_TMPDIR/served"
	until_so grep -q ACCEPT "$BATS_TEST_TMPDIR/old"
	PORT=$(sed -n 's/^ACCEPT.*://p' "$BATS_TEST_TMPDIR/old")
	sent -T implicit -c "$CA" -n 1
	[ "$status" -ne 0 ]
	assert_results 1 UNTRIED
	[[ $output == *"rotocol version"* ]]
}

@test "a rejected login concerns the sender, and the error omits the password" {
	script ok --tls $TLS --auth shop secret
	sent -T required -c "$CA" -u shop -w wrong-word -n 2
	[ "$status" -eq 69 ]
	assert_results 2 UNTRIED
	[[ $output != *wrong-word* ]]
}

@test "a login that fails temporarily is tried later" {
	script auth-later --tls $TLS --auth shop secret
	sent -T required -c "$CA" -u shop -w secret
	[ "$status" -eq 75 ]
}

@test "a server that requires a login that is not configured rejects the sender" {
	script ok --auth shop secret
	sent -n 2
	[ "$status" -eq 69 ]
	assert_results 2 UNTRIED
}

@test "no password is sent to another machine without TLS" {
	for host in mail.example.net 127.example.net 127.0.0.1.example.net; do
		run "$DRIVE" -T off -u shop -w secret "smtp://$host:587"
		[ "$status" -eq 78 ]
	done
}

@test "the rate limit holds" {
	script ok
	start=$(date +%s%N)
	sent -n 11 -r 10 -p 2
	[ "$status" -eq 0 ]
	[ $((($(date +%s%N) - start) / 1000000)) -ge 1000 ]
}

# smtp-sink of Postfix is a server that others wrote.
sink() {
	chmod 777 "$BATS_TEST_TMPDIR"
	PORT=$((20000 + $$ % 20000 + BATS_TEST_NUMBER))
	user=$([ "$(id -u)" -eq 0 ] && echo "-u nobody" || true)
	(cd "$BATS_TEST_TMPDIR" && exec smtp-sink $user "$@" "127.0.0.1:$PORT" 100) \
		>"$BATS_TEST_TMPDIR/err" 2>&1 3>&- &
	echo $! > "$BATS_TEST_TMPDIR/served"
	until_so listens
}
listens() { (exec 4<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

@test "smtp-sink accepts 500 mails over 4 sessions, all well formed" {
	command -v smtp-sink || skip "no smtp-sink"
	sink -d "%M."
	sent -q -n 500 -p 4 -e 8000
	[ "${lines[0]%%,*}" = "500 sent" ]
	[ "$(ls "$BATS_TEST_TMPDIR" | grep -c '\.')" -eq 500 ]
}

@test "temporary and permanent rejections and closed connections of smtp-sink have their results" {
	command -v smtp-sink || skip "no smtp-sink"
	sink -r rcpt; sent; assert_result RETRY "450 4.3.0"; teardown
	sink -f rcpt; sent; assert_result FAILED "500 5.3.0"; teardown
	sink -q data; sent; assert_result RETRY connection; teardown
	sink -q .; sent; assert_result UNKNOWN connection; teardown
	sink -r .; sent; assert_result RETRY "450 4.3.0"
}
