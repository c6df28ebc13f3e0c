# clicks.sh: measures clicks on the links of mails through nginx: verified, stored, and redirected; compared with an Express
# endpoint with pg that does the same (no nginx).
#
#	CLIENTS="1 32" DOOR_SECONDS=10 PEER=folder make bench BENCH=clicks

# clicks_load CLIENTS SECONDS URL
clicks_load() { load "$1" "$2" "$3" "$TOP/tests/bench/clicks.lua"; }

# The links of N messages, and for the peer what they lead to.
clicks_queue() {
	queue "$1"
	psql -qX -c "UPDATE crt.stores SET settings = settings || '{\"links_url\":\"https://crt.example\"}'"
	"$B/bin/crt-campaign" --now "$NOW" < /dev/null > "$W/due"
	jq -r .data.context.links.cart "$W/due" | sed 's|https://crt.example||' > "$W/clicks"
}

clicks_peer() {
	psql -qX -c "CREATE TABLE links (token text PRIMARY KEY, url text NOT NULL)" \
	    -c "CREATE TABLE clicks (token text, minute timestamptz, agent text, PRIMARY KEY (token, minute))" \
	    -c "\\copy links FROM PROGRAM 'sed \"s|^/r/.*|&\thttps://bench.example/cart|; s|^/r/||\" $W/clicks'"
	(cd "$PEER" && PORT=$PEER_PORT NODE_ENV=production exec node "$TOP/tests/bench/clicks.mjs" "$PEER" > "$W/peer.log" 2>&1) &
	NODE=$!
	for _ in $(seq 100); do
		curl -s -o "$W/peer.log" "http://127.0.0.1:$PEER_PORT/" && break
		sleep 0.1
	done
}

bench_clicks() {
	local seconds=${DOOR_SECONDS:-6} clients ours theirs before
	command -v wrk > /dev/null && PATH=$PATH:/usr/sbin command -v nginx > /dev/null || { echo "# clicks: no wrk or no nginx"; return; }
	clicks_queue "${MAILS:-20000}"
	serve_start
	export CLICKS=$W/clicks
	[ -z "${PEER-}" ] || clicks_peer
	for clients in ${CLIENTS:-1 32}; do
		before=$(serve_cpu)
		ours=$(clicks_load "$clients" "$seconds" "http://127.0.0.1:$DOOR_PORT")
		cost "$clients" "$(field 1 "$ours")" "$before" "$(serve_cpu)"
		load_line clicks "$clients" "$ours"
		[ -n "${PEER-}" ] || { echo "# clicks_of_node: no PEER"; continue; }
		theirs=$(clicks_load "$clients" "$seconds" "http://127.0.0.1:$PEER_PORT")
		load_line express "$clients" "$theirs"
		figure "clicks_of_node_at_$clients" "$(ratio "$(field 3 "$ours")" "$(field 3 "$theirs")")" \
		    "$(field 3 "$ours") / $(field 3 "$theirs") clicks a second; Express and pg, at least 2"
	done
	echo "# clicks stored: $(psql -qXAt -c "SELECT count(*) FROM crt.touches WHERE kind = 'clicked'")"
	[ -z "${PEER-}" ] || { kill "$NODE"; wait "$NODE" 2> /dev/null || :; }
	serve_shut
}
