# ingest.sh: measures crt-ingest against the binary COPY of its finished rows, a Node loader, and growing tables.

FOLDED="events customers identity_links carts"

# finished_rows FROM: copies the rows of a filled database into files.
finished_rows() {
	for t in $FOLDED; do
		PGDATABASE=$1 psql -qX -c "\\copy (SELECT * FROM crt.$t) TO '$W/$t.bin' (FORMAT binary)"
	done
}

copy_rows() {
	for t in $FOLDED; do
		echo "\\copy crt.$t FROM '$W/$t.bin' (FORMAT binary)"
	done | PGDATABASE=$1 psql -qX -v ON_ERROR_STOP=1
}

# A first run creates the files of the server's log that the next runs overwrite, as on a server that
# has run for a while. Creating them costs a fifth of the time.
bench_copy() {
	local n=${INGEST:-200000} i
	awk -v n="$n" -f "$TOP/tests/bench/feed.awk" > "$W/feed"
	: > "$W/ours"; : > "$W/ours_one"; : > "$W/theirs"
	database bench
	seconds "$B/bin/crt-ingest" "$W/feed" > "$W/warm"
	for ((i = 0; i < ROUNDS; i++)); do
		database bench
		seconds "$B/bin/crt-ingest" --connections 1 "$W/feed" >> "$W/ours_one"
		database bench
		seconds "$B/bin/crt-ingest" --connections 2 "$W/feed" >> "$W/ours"
		[ $i -gt 0 ] || finished_rows bench
		database other
		seconds copy_rows other >> "$W/theirs"
	done
	local ours one theirs
	ours=$(median < "$W/ours"); one=$(median < "$W/ours_one"); theirs=$(median < "$W/theirs")
	figure ingest_one_of_copy "$(ratio "$theirs" "$one")" \
	    "$(ratio "$n" "$one") / $(ratio "$n" "$theirs") events a second; binary copy of the finished rows, at least 0.45"
	figure ingest_of_copy "$(ratio "$theirs" "$ours")" \
	    "$(ratio "$n" "$ours") / $(ratio "$n" "$theirs") events a second over two connections; the same copy, at least 0.5"
	echo "$ours" > "$W/ingest_seconds"
}

# PEER names a folder with ingest.js and schema.sql: another loader for the same events.
bench_node() {
	local n=${INGEST:-200000} i
	[ -n "${PEER-}" ] && command -v node >/dev/null || { echo "# ingest_of_node: no PEER or no node"; return; }
	[ -e "$W/ingest_seconds" ] || { echo "# ingest_of_node: wants copy before it"; return; }
	awk -v n="$n" -v form=peer -f "$TOP/tests/bench/feed.awk" > "$W/feed.peer"
	for ((i = 0; i < ROUNDS; i++)); do
		PGDATABASE=other psql -qX -f "$PEER/schema.sql" 2>/dev/null
		PGDATABASE=other seconds sh -c "node '$PEER/ingest.js' < '$W/feed.peer'"
	done | median > "$W/node"
	figure ingest_of_node "$(ratio "$(cat "$W/node")" "$(cat "$W/ingest_seconds")")" \
	    "$(ratio "$n" "$(cat "$W/ingest_seconds")") / $(ratio "$n" "$(cat "$W/node")") events a second; at least 3"
}

# grow N: makes N carts with their customers and keys in the database.
grow() {
	PGDATABASE=bench psql -qX -v n="$1" -f "$TOP/tests/bench/grow.sql"
}

# All are measured equally far after a checkpoint. First n events are ingested, so that most pages that
# the measured ones touch were logged whole, as on a server between its own checkpoints.
bench_growth() {
	local n=${GROWTH_EVENTS:-50000} size first= s round
	for size in ${SIZES:-100000 1000000 5000000}; do
		database bench
		grow "$size"
		sync		# the new rows are on disk before the measurement starts
		: > "$W/grown"
		for round in $(seq 0 "$ROUNDS"); do
			awk -v n="$n" -v first=$((size + round * n)) -f "$TOP/tests/bench/feed.awk" > "$W/feed"
			s=$(seconds "$B/bin/crt-ingest" "$W/feed")
			[ "$round" = 0 ] || echo "$s" >> "$W/grown"
		done
		s=$(median < "$W/grown")
		first=${first:-$s}
		figure "ingest_at_$size" "$(ratio "$s" "$first")" \
		    "$(ratio "$n" "$s") events a second beside $size carts; time at most 1.5 of the smallest"
	done
}

bench_memory() {
	local small large
	database bench
	awk -v n=20000 -f "$TOP/tests/bench/feed.awk" > "$W/feed"
	small=$(/usr/bin/time -f %M "$B/bin/crt-ingest" "$W/feed" 2>&1 >/dev/null | tail -1)
	awk -v n=200000 -f "$TOP/tests/bench/feed.awk" > "$W/feed"
	large=$(/usr/bin/time -f %M "$B/bin/crt-ingest" "$W/feed" 2>&1 >/dev/null | tail -1)
	figure ingest_memory "$(ratio "$large" "$small")" "$large / $small kB at the peak, 200000 / 20000 events"
}
