# providers.sh: measures sending by SendGrid's API to a local nginx that responds like it; compared with libcurl alone, which
# posts the same body over one connection, and with undici (fetch of Node).

API_PORT=${API_PORT:-52690}

api_open() {
	mkdir -p "$W/api"
	cat > "$W/api/conf" <<-END
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		pid pid; error_log error.log; worker_processes 1;
		events { worker_connections 1024; }
		http {
		    access_log off; client_body_buffer_size 64k; keepalive_requests 100000000; client_max_body_size 1m;
		    client_body_temp_path body; fastcgi_temp_path fastcgi; proxy_temp_path proxy; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
		    server { listen 127.0.0.1:$API_PORT; location / { add_header X-Message-Id 14c5d75ce93.dfd.64b469; return 202; } }
		}
	END
	PATH=$PATH:/usr/sbin nginx -q -p "$W/api" -c conf -e error.log
}

api_shut() {
	[ ! -e "$W/api/pid" ] || { kill "$(cat "$W/api/pid")"; rm -f "$W/api/pid"; }
}

# send_api [OPTION...]: sends what is due by the API.
send_api() {
	"$B/bin/crt-send" --now 2026-11-21T06:00:00Z --channel sendgrid --sendgrid-url "http://127.0.0.1:$API_PORT" \
	    --sendgrid-key-file "$W/own/sendgrid" --parallel 16 "$@" < "$W/due"
}

bench_providers() {
	local n=${MAILS:-20000} i ours bare url=http://127.0.0.1:$API_PORT/v3/mail/send
	(umask 077; echo key > "$W/own/sendgrid")
	queue "$n"
	api_open
	"$B/bin/crt-send" preview "$(head -1 "$W/due" | jq -r .data.message)" > "$W/body"
	for ((i = 0; i < ROUNDS; i++)); do
		seconds send_api >> "$W/api_ours"
		requeue
		seconds "$B/bench/post_loop" "$url" "$n" "$W/body" >> "$W/api_bare"
		! command -v node > /dev/null || seconds node "$TOP/tests/bench/post.mjs" "$url" "$((n / 4))" "$W/body" 16 >> "$W/api_node"
	done
	ours=$(median < "$W/api_ours"); bare=$(median < "$W/api_bare")
	figure providers_of_libcurl "$(ratio "$bare" "$ours")" \
	    "$(ratio "$n" "$ours") / $(ratio "$n" "$bare") mails a second by SendGrid's API; a loop of libcurl, at least 0.5"
	[ ! -s "$W/api_node" ] ||
		figure providers_of_undici "$(ratio "$(ratio "$n" "$ours")" "$(ratio $((n / 4)) "$(median < "$W/api_node")")")" \
	    "$(ratio "$n" "$ours") / $(ratio $((n / 4)) "$(median < "$W/api_node")") mails a second; undici, at least 3"
	api_shut
}
