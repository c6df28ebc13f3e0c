#!/usr/bin/env bats
# websocket.bats: websocketd serves the live events as the unit starts it.

load helper

PARTITIONS=2

setup() {
	WEBSOCKETD=$(command -v websocketd || :)
	[ "$WEBSOCKETD" ] || skip "no websocketd"
	test_begin
}

teardown() {
	[ -n "$WEBSOCKETD" ] || return 0
	[ -z "${SERVER:-}" ] || kill "$SERVER" 2> killed || true
	test_end
}

# serve PORT: the command of the shipped unit, on another port; systemd reads $$ as $. websocketd passes only named variables
# on, here those of the test's database.
serve() {
	local names
	names=$(compgen -e | grep -E '^(PATH|PG[A-Z]*|CRT_[A-Z_]*|[A-Z]*SAN_OPTIONS)$' | paste -sd ,)
	sed -n '/^ExecStart=/,/[^\\]$/p' "$TOP/etc/systemd/crt-live.service" |
		sed -e "s|^ExecStart=/usr/bin/env |exec |; s|--port=8466|--port=$1 --passenv=$names|; s|@BINDIR@|$B/bin|; s|\\$\\$|\$|g" > serve.sh
	count_start
	bash serve.sh > served 2>&1 3>&- &
	SERVER=$!
}

# client PATH COUNT [ORIGIN]
client() {
	count_start
	/usr/bin/python3 "$TOP/tests/fault/websocket.py" "$PORT" "$1" "${3:-http://127.0.0.1:$PORT}" "$2"
}

abandoned() {
	query "INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, abandoned_at, idle, expires_at, created_at)
		VALUES (crt.derived_uuid('storeacme'), crt.derived_uuid('$1'), crt.derived_uuid('$1'), 1, '2026-11-02Z', '15min', '2026-12-02Z', '2026-11-02Z')"
}

# Seen to fail: without --sameorigin in the unit.
@test "a WebSocket has each live event, continues after an ID, and refuses pages of other servers" {
	store acme
	PORT=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	serve "$PORT"
	connected() { client / 0 > came 2> failed && grep -q open came; }
	until_so connected
	: > stream
	client / 2 > stream 2>&1 &
	until_so grep -q open stream
	# The follower of the connection begins with what is committed after it has connected to the database.
	one() { abandoned "first$((++n))"; [ "$(grep -c cart:abandoned stream)" -gt 0 ]; }
	n=0
	until_so one
	abandoned last
	wait $!
	assert_equal "$(sed 1d stream | jq -r .event | sort -u)" cart:abandoned
	id=$(sed -n 2p stream | jq -r .id)
	client "/?after=$id" 1 > again
	assert_equal "$(sed -n 2p again)" "$(sed -n 3p stream)" "the record after that ID"
	assert_equal "$(client / 1 https://other.example)" "refused 403"
}
