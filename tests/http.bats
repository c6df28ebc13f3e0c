#!/usr/bin/env bats
# http.bats: what the HTTP client makes of any behavior of a web server.

load serve

setup_file() {
	bats_require_minimum_version 1.5.0
	export DRIVE=${B:-build}/fault/http_drive
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
		-addext subjectAltName=IP:127.0.0.1 \
		-keyout "$BATS_FILE_TMPDIR/key.pem" -out "$BATS_FILE_TMPDIR/cert.pem" 2>/dev/null
}

# script RULES OPTION...: starts the server; its address is in $URL.
script() {
	printf '%s' "$1" > "$BATS_TEST_TMPDIR/script.json"
	shift
	serve "$BATS_TEST_TMPDIR" http_script.py "$BATS_TEST_TMPDIR/script.json" "$@"
	URL=http://127.0.0.1:$(< "$BATS_TEST_TMPDIR/port")
}

teardown() { serve_end "$BATS_TEST_TMPDIR"; }

# requests FILTER: applies a jq filter to the log, printed as one text.
requests() {
	jq -rs "$1" "$BATS_TEST_TMPDIR/log"
}

# assert_outcome LINE TEXT: compares a line of the output, its tabs as blanks.
assert_outcome() {
	if [ "${lines[$1]//$'\t'/ }" != "$2" ]; then
		echo "wanted $2, got: $output"
		return 1
	fi
}

@test "a response of any status is a response, and one connection serves all" {
	script '[{"path":"/a","responses":[{"body":"one"},{"status":503,"body":"two","headers":{"Retry-AFTER":" 7 "}},
		{"status":204},{"status":301,"headers":{"Location":"/b","Set-Cookie":"a=b"}}]}]'
	run "$DRIVE" -n -o retry-after "$URL/a" "$URL/a" "$URL/a" "$URL/a" "$URL/a"
	[ "$status" -eq 0 ]
	assert_outcome 0 "200 3 one (none)"
	assert_outcome 1 "503 3 two 7"
	assert_outcome 2 "204 0  (none)"
	assert_outcome 3 "301 0  (none)"
	assert_outcome 4 "301 0  (none)"
	[ "$(requests 'length')" = 5 ]
	[ "$(requests '[.[].connection] | unique | length')" = 1 ]
	[ "$(requests '[.[].headers | has("cookie")] | any')" = false ]
}

@test "a request has exactly the given fields and body" {
	script '[{"responses":[{"body":"ok"}]}]'
	run "$DRIVE" -m POST -b '{"a":1}' -f 'X-Token: t  2' "$URL/x?a=b%20c"
	assert_outcome 0 "200 2 ok "
	run "$DRIVE" -m DELETE -f 'X-Empty: ' "$URL/x"
	assert_outcome 0 "200 2 ok "
	[ "$(requests '.[0] | .method, .target, .body, .headers["x-token"], .headers["content-length"]' | tr '\n' '|')" = \
		'POST|/x?a=b%20c|{"a":1}|t  2|7|' ]
	[ "$(requests '.[0].headers | keys | join(" ")')" = "accept accept-encoding content-length host x-token" ]
	[ "$(requests '.[1].headers | keys | join(" ")')" = "accept accept-encoding host x-empty" ]
}

@test "the limit of parallel requests holds, and the others wait in order" {
	script '[{"responses":[{"delay":0.05}]}]'
	run "$DRIVE" -p 3 "$URL/1" "$URL/2" "$URL/3" "$URL/4" "$URL/5" "$URL/6" "$URL/7" "$URL/8" "$URL/9"
	[ "$status" -eq 0 ]
	[ "$(requests '[.[].connection] | unique | length')" = 3 ]
	rm "$BATS_TEST_TMPDIR/log"
	run "$DRIVE" -p 1 "$URL/1" "$URL/2" "$URL/3" "$URL/4" "$URL/5"
	[ "$(requests '[.[].path] | join("")')" = /1/2/3/4/5 ]
}

@test "a request starts at its scheduled time" {
	script '[{"responses":[{"body":"ok"}]}]'
	before=$(date +%s%N)
	run "$DRIVE" -a 300 "$URL/"
	assert_outcome 0 "200 2 ok "
	[ $(($(date +%s%N) - before)) -ge 300000000 ]
}

@test "a response that is too large is cut off, with or without a length" {
	script '[{"path":"/length","responses":[{"body":"0123456789abcdef","repeat":2097153}]},
		{"path":"/chunked","responses":[{"body":"0123456789abcdef","repeat":2097153,"chunked":true}]},
		{"path":"/packed","responses":[{"body":"0123456789abcdef","repeat":2097153,"gzip":true}]},
		{"path":"/fits","responses":[{"body":"0123456789abcdef","repeat":2097152,"gzip":true}]},
		{"path":"/fields","responses":[{"headers":{"X":["'"$(printf %09000d 1)"'","'"$(printf %09000d 2)"'"]}}]}]'
	run "$DRIVE" -n "$URL/length" "$URL/chunked" "$URL/packed" "$URL/fits" "$URL/fields"
	for n in 0 1 2 4; do
		assert_outcome "$n" "65 $URL: the response is too large"
	done
	assert_outcome 3 "200 33554432 0123456789abcdef0123456789abcd "
}

@test "fields with bare line feeds do not overflow the buffer" {
	fields=$(for _ in {1..3400}; do printf 'AB:\\n'; done)
	script '[{"responses":[{"raw":"HTTP/1.1 200 OK\n'"$fields"'\n"}]}]'
	run "$DRIVE" -o nothing "$URL/"
	assert_outcome 0 "65 $URL: the response is too large"
}

@test "a missing or incomplete response is an error" {
	script '[{"path":"/cut","responses":[{"body":"0123456789abcdef","cut":5}]},
		{"path":"/chunked","responses":[{"body":"0123456789abcdef","cut":5,"chunked":true}]},
		{"path":"/close","responses":[{"close":true}]}, {"path":"/never","responses":[{"never":true}]}]'
	run "$DRIVE" -n "$URL/cut" "$URL/chunked" "$URL/close"
	assert_outcome 0 "75 $URL: the response was cut off"
	assert_outcome 1 "75 $URL: the response was cut off"
	assert_outcome 2 "75 $URL: the connection closed without a response"
	run "$DRIVE" -t 200 "$URL/never"
	assert_outcome 0 "75 $URL: no complete response within 0.2 seconds"
	run "$DRIVE" http://127.0.0.1:1/x?secret
	[[ ${lines[0]} == $'75\thttp://127.0.0.1:1: '* ]]
	[[ $output != *secret* ]]
}

# Seen to fail: libcurl sent the second request again on a new connection.
@test "a request that must be sent once is not sent again when a kept connection is dead" {
	script '[{"path":"/a","responses":[{"body":"one"}]}, {"path":"/b","responses":[{"close":true},{"body":"two"},{"close":true}]}]'
	run "$DRIVE" -n -m POST -b x "$URL/a" "$URL/b"
	assert_outcome 1 "200 3 two "
	run "$DRIVE" -n -1 -m POST -b x "$URL/a" "$URL/b" http://127.0.0.1:1/
	assert_outcome 0 "begins"
	assert_outcome 3 "75 $URL: the connection closed without a response"
	[[ ${lines[4]} == $'75\thttp://127.0.0.1:1: '* ]]
	[ "$(requests '[.[].path] | join("")')" = /a/b/b/a/b ]
}

@test "misleading response fields are left out" {
	script '[{"responses":[{"raw":"HTTP/1.1 103 Early\r\nX: early\r\n\r\nHTTP/1.1 200 OK\r\nBad: a\u0001b\r\nB c: d\r\nBad: ok\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nLate: no\r\n\r\n"}]}]'
	run "$DRIVE" -o bad "$URL/"
	assert_outcome 0 "200 2 hi ok"
	run "$DRIVE" -o x "$URL/"
	assert_outcome 0 "200 2 hi (none)"
	run "$DRIVE" -o late "$URL/"
	assert_outcome 0 "200 2 hi (none)"
}

@test "misleading requests are rejected" {
	for url in "http://a/b c" $'http://a/b\nc' $'http://a/\x7f' ftp://a/ file:///etc/passwd http://u:p@a/ a.example/ ""; do
		run "$DRIVE" "$url"
		[ "$status" -eq 1 ]
		[[ ${lines[0]} == $'65\t'* ]]
	done
	run "$DRIVE" -f $'X: a\r\nY: b' http://127.0.0.1:1/
	assert_outcome 0 '65 the field "X" contains a control byte'
	run "$DRIVE" -f $'X\r\nZ: a' http://127.0.0.1:1/
	assert_outcome 0 "65 a field's name is not a token"
}

@test "the certificate is verified, and old TLS versions are not used" {
	script '[{"responses":[{"body":"ok"}]}]' --tls "$BATS_FILE_TMPDIR/cert.pem" "$BATS_FILE_TMPDIR/key.pem"
	URL=https://127.0.0.1:$(< "$BATS_TEST_TMPDIR/port")
	run "$DRIVE" -c "$BATS_FILE_TMPDIR/cert.pem" "${URL/127.0.0.1/localhost}/"
	[[ ${lines[0]} == $'69\t'*"does not match"* || ${lines[0]} == $'69\t'*"no alternative"* ]]
	run "$DRIVE" -c "$BATS_FILE_TMPDIR/cert.pem" "$URL/"
	assert_outcome 0 "200 2 ok "
	run "$DRIVE" "$URL/"
	[[ ${lines[0]} == $'69\t'"$URL: SSL certificate problem"* ]]
	run "$DRIVE" -c "$BATS_FILE_TMPDIR/nothing.pem" "$URL/"
	[[ ${lines[0]} == $'78\tcannot read the certificates'* ]]
	openssl s_server -accept 127.0.0.1:0 -tls1_1 -cipher DEFAULT@SECLEVEL=0 -cert "$BATS_FILE_TMPDIR/cert.pem" \
		-key "$BATS_FILE_TMPDIR/key.pem" -www > "$BATS_TEST_TMPDIR/old" 2>&1 3>&- &
	teardown
	echo $! > "$BATS_TEST_TMPDIR/served"
	until_so grep -q ACCEPT "$BATS_TEST_TMPDIR/old"
	run "$DRIVE" -c "$BATS_FILE_TMPDIR/cert.pem" "https://127.0.0.1:$(sed -n 's/^ACCEPT.*://p' "$BATS_TEST_TMPDIR/old")/"
	[[ ${lines[0]} == $'75\t'*"rotocol version"* ]]
}

# Catches: HTTP/1.1 only.
@test "HTTP/2 is offered first where TLS is used" {
	mkfifo "$BATS_TEST_TMPDIR/in"
	openssl s_server -accept 127.0.0.1:0 -alpn h2,http/1.1 -cert "$BATS_FILE_TMPDIR/cert.pem" -key "$BATS_FILE_TMPDIR/key.pem" \
		0<> "$BATS_TEST_TMPDIR/in" > "$BATS_TEST_TMPDIR/alpn" 2>&1 3>&- &
	echo $! > "$BATS_TEST_TMPDIR/served"
	until_so grep -q ACCEPT "$BATS_TEST_TMPDIR/alpn"
	run "$DRIVE" -t 300 -c "$BATS_FILE_TMPDIR/cert.pem" "https://127.0.0.1:$(sed -n 's/^ACCEPT.*://p' "$BATS_TEST_TMPDIR/alpn")/"
	grep -q 'ALPN protocols advertised by the client: h2, http/1.1' "$BATS_TEST_TMPDIR/alpn"
	grep -q 'ALPN protocols selected: h2' "$BATS_TEST_TMPDIR/alpn"
	grep -q 'PRI \* HTTP/2.0' "$BATS_TEST_TMPDIR/alpn"
}
