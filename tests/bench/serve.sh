# serve.sh: measures webhooks through nginx, signed, with a response after the commit; compared with an
# Express endpoint with pg (no nginx, no signature) and with a FastCGI response without any work.
#
#	CLIENTS="1 32" DOOR_SECONDS=10 DOOR_OPTIONS="--writers 4" PEER=folder make bench BENCH=door
#
# Absolute numbers count only on a quiet machine, because waiting requests wait for a processor, too.
# The lines "us of" are the cost of a request in each process, whatever else runs.

DOOR_PORT=${DOOR_PORT:-52680}
PEER_PORT=${PEER_PORT:-52681}

serve_open() {
	database bench
	PGDATABASE=bench psql -qX -c "UPDATE crt.stores SET platform = 'SHOPIFY'"
	PGDATABASE=bench "$B/fault/secret" "$(psql -qXAt -c 'SELECT id FROM crt.stores')" 'the secret of bench'
	serve_start
}

# serve_start: the webhook server and nginx, until they respond.
serve_start() {
	"$B/bin/crt-ingest" serve --socket "$W/serve.sock" --mode 0666 --spool "$W/own/spool" ${DOOR_OPTIONS-} 2>> "$W/serve.err" &
	SERVE=$!
	serve_nginx
	for _ in $(seq 100); do
		curl -sf "http://127.0.0.1:$DOOR_PORT/health" > /dev/null && return
		sleep 0.1
	done
	cat "$W/serve.err" >&2
	return 1
}

serve_nginx() {
	mkdir -p "$W/nginx"
	cat > "$W/nginx/conf" <<-END
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		pid pid; error_log error.log; worker_processes 1;
		events { worker_connections 1024; }
		http {
		    access_log off; client_body_buffer_size 64k; keepalive_requests 100000000;
		    client_body_temp_path body; fastcgi_temp_path fastcgi; proxy_temp_path proxy;
		    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
		    upstream serve { server unix:$W/serve.sock; keepalive 64; }
		    server {
		        listen 127.0.0.1:$DOOR_PORT backlog=1024;
		        location / { fastcgi_pass serve; fastcgi_keep_conn on; include /etc/nginx/fastcgi_params; }
		    }
		}
	END
	PATH=$PATH:/usr/sbin nginx -q -p "$W/nginx" -c conf -e error.log
}

serve_shut() {
	[ -z "${SERVE-}" ] || { kill "$SERVE"; wait "$SERVE" || :; }
	[ ! -e "$W/nginx/pid" ] || { kill "$(cat "$W/nginx/pid")"; rm -f "$W/nginx/pid"; }
	SERVE=
}

# load CLIENTS SECONDS PATH SCRIPT: "requests errors a-second p50 p95 p99", milliseconds.
load() {
	wrk -t1 -c"$1" -d"${2}s" --timeout 10s -s "$4" "$3" | sed -n 's/^RESULT //p'
}

serve_peer() {
	PGDATABASE=other psql -qX -f "$PEER/schema.sql" > "$W/peer.log" 2>&1
	(cd "$PEER" && PGDATABASE=other JOBS=0 PORT=$PEER_PORT NODE_ENV=production exec node server.js >> "$W/peer.log" 2>&1) &
	NODE=$!
	for _ in $(seq 100); do
		curl -s -o "$W/peer.log" "http://127.0.0.1:$PEER_PORT/" && break
		sleep 0.1
	done
	printf '%s\n' 'dofile(os.getenv("PEER") .. "/wrk_event.lua")' 'function done(s, l)' \
		'io.write(string.format("RESULT %d %d %.0f %.2f %.2f %.2f\n", s.requests, s.errors.status + s.errors.connect,' \
		's.requests / (s.duration / 1e6), l:percentile(50) / 1000, l:percentile(95) / 1000, l:percentile(99) / 1000)) end' \
		> "$W/peer.lua"
}

# load_line NAME CLIENTS "requests errors a-second p50 p95 p99"
load_line() {
	set -- "$1" "$2" $3
	printf '# %-10s %3d clients: %6d a second, p50 %6.2f ms, p95 %6.2f ms, p99 %6.2f ms, %d of %d failed\n' \
		"$1" "$2" "$5" "$6" "$7" "$8" "$4" "$3"
}

# cpu PID...: microseconds of processor time of these processes.
cpu() {
	local p
	for p; do cat "/proc/$p/stat"; done 2>/dev/null | awk '{ s += $14 + $15 } END { printf "%d", s * 10000 }'
}
serve_cpu() {
	cpu "$SERVE"
	echo -n ' '
	cpu $(pgrep -P "$(cat "$W/nginx/pid")")
	echo -n ' '
	cpu $(psql -qXAt -c "SELECT pid FROM pg_stat_activity WHERE application_name = 'crt-ingest'")
}

# cost CLIENTS REQUESTS BEFORE AFTER: the webhook server, nginx, and PostgreSQL, for each request.
cost() {
	set -- "$1" "$2" $3 $4
	printf '# us of the processor a request at %d clients: crt %d, nginx %d, PostgreSQL %d\n' "$1" \
	    $((($6 - $3) / $2)) $((($7 - $4) / $2)) $((($8 - $5) / $2))
}

field() { cut -d' ' -f"$1" <<< "$2"; }

bench_serve() {
	local seconds=${DOOR_SECONDS:-6} clients ours empty theirs before first=0
	command -v wrk >/dev/null && PATH=$PATH:/usr/sbin command -v nginx >/dev/null || { echo "# door: no wrk or no nginx"; return; }
	[ -z "${PEER-}" ] || database other
	serve_open
	for clients in ${CLIENTS:-1 16 32 64}; do
		/usr/bin/python3 "$TOP/tests/bench/deliveries.py" 'the secret of bench' "$first" 60000 > "$W/deliveries"
		first=$((first + 60000))
		export DELIVERIES=$W/deliveries PEER=${PEER-}
		before=$(serve_cpu)
		ours=$(load "$clients" "$seconds" "http://127.0.0.1:$DOOR_PORT/hooks/shopify/bench" "$TOP/tests/bench/serve.lua")
		cost "$clients" "$(field 1 "$ours")" "$before" "$(serve_cpu)"
		empty=$(load "$clients" "$((seconds / 2))" "http://127.0.0.1:$DOOR_PORT/nothing" "$TOP/tests/bench/serve.lua")
		load_line serve "$clients" "$ours"
		load_line nothing "$clients" "$empty"
		figure "door_p95_at_$clients" "$(field 5 "$ours")" "ms, $(field 3 "$ours") a second; at most 15 at 32 clients, 50 at 64"
		figure "door_of_empty_at_$clients" "$(ratio "$(field 3 "$ours")" "$(field 3 "$empty")")" \
		    "$(field 3 "$ours") / $(field 3 "$empty") a second; nginx and FastCGI without a delivery"
		serve_against_peer "$clients" "$seconds" "$ours"
	done
	serve_shut
}

serve_against_peer() {
	[ -n "${PEER-}" ] && command -v node >/dev/null || { echo "# door_of_node: no PEER or no node"; return; }
	serve_peer
	theirs=$(load "$1" "$2" "http://127.0.0.1:$PEER_PORT/api/cart/update" "$W/peer.lua")
	kill "$NODE"
	wait "$NODE" 2>/dev/null || :
	load_line express "$1" "$theirs"
	figure "door_of_node_at_$1" "$(ratio "$(field 3 "$3")" "$(field 3 "$theirs")")" \
	    "$(field 3 "$3") / $(field 3 "$theirs") a second; at least 1.5"
}
