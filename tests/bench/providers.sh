# providers.sh: measures sending by the APIs of SendGrid and Twilio to a local nginx that responds like them; compared with
# libcurl alone, which posts the same body over one connection, and with undici (fetch of Node).

API_PORT=${API_PORT:-52690}
API=http://127.0.0.1:$API_PORT
ACCOUNT=AC00000000000000000000000000000001

api_open() {
	mkdir -p "$W/api"
	cat > "$W/api/conf" <<-END
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		pid pid; error_log error.log; worker_processes 1;
		events { worker_connections 1024; }
		http {
		    access_log off; client_body_buffer_size 64k; keepalive_requests 100000000; client_max_body_size 1m;
		    client_body_temp_path body; fastcgi_temp_path fastcgi; proxy_temp_path proxy; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
		    server {
		        listen 127.0.0.1:$API_PORT;
		        location /v3/ { add_header X-Message-Id 14c5d75ce93.dfd.64b469; return 202; }
		        location /2010-04-01/ { default_type application/json; return 201 '{"sid":"SM00000000000000000000000000000001","status":"queued"}'; }
		    }
		}
	END
	PATH=$PATH:/usr/sbin nginx -q -p "$W/api" -c conf -e error.log
	(umask 077; echo key > "$W/own/key")
}

api_shut() {
	[ ! -e "$W/api/pid" ] || { kill "$(cat "$W/api/pid")"; rm -f "$W/api/pid"; }
}

# send_api OPTION...: sends what is due by an API, 16 requests at once.
send_api() { "$B/bin/crt-send" --now "$NOW" --parallel 16 "$@" < "$W/due"; }

# providers_line NAME URL TYPE STATUS OPTION...: posts $W/body N times by each, in turn, and prints two figures.
providers_line() {
	local name=$1 url=$2 type=$3 status=$4 n=${MAILS:-20000} i ours bare few
	shift 4
	few=$((n / 4))
	for ((i = 0; i < ROUNDS; i++)); do
		seconds send_api "$@" >> "$W/$name.ours"
		requeue
		seconds "$B/bench/post_loop" "$url" "$n" "$W/body" "$type" "$status" >> "$W/$name.bare"
		! command -v node > /dev/null ||
			seconds node "$TOP/tests/bench/post.mjs" "$url" "$few" "$W/body" 16 "$type" "$status" >> "$W/$name.node"
	done
	ours=$(median < "$W/$name.ours"); bare=$(median < "$W/$name.bare")
	figure "${name}_of_libcurl" "$(ratio "$bare" "$ours")" \
	    "$(ratio "$n" "$ours") / $(ratio "$n" "$bare") messages a second, $(wc -c < "$W/body") bytes; a loop of libcurl, at least 0.5"
	[ ! -s "$W/$name.node" ] ||
		figure "${name}_of_undici" "$(ratio "$(ratio "$n" "$ours")" "$(ratio "$few" "$(median < "$W/$name.node")")")" \
	    "$(ratio "$n" "$ours") / $(ratio "$few" "$(median < "$W/$name.node")") messages a second; undici, at least 3"
}

bench_providers() {
	queue "${MAILS:-20000}"
	api_open
	"$B/bin/crt-send" preview "$(head -1 "$W/due" | jq -r .data.message)" > "$W/body"
	providers_line sendgrid "$API/v3/mail/send" application/json 202 --channel sendgrid --sendgrid-url "$API" \
	    --sendgrid-key-file "$W/own/key"
	api_shut
}

# The customers of grow.sql get numbers in Germany, where it is noon.
bench_texts() {
	local n=${MAILS:-20000}
	database bench
	grow "$n"
	psql -qX -c "UPDATE crt.customers SET phone = '+491511' || (2000000 + substr(external_id, 2)::int), consent_sms = 'granted',
	    phone_key = md5('p' || external_id)::uuid" -c "UPDATE crt.stores SET settings = settings || '{\"hooks_url\":\"https://crt.example\"}'"
	campaign_file SMS "$B/templates/sms"
	NOW=2026-11-21T11:00:00Z queue_due "$n"
	api_open
	printf 'To=%%2B4915112000001&From=%%2B15017122661&Body=%s&SmartEncoded=true&StatusCallback=%s' \
	    "$("$B/bin/crt-send" preview "$(head -1 "$W/due" | jq -r .data.message)" | sed -n 3p | jq -sRr @uri)" \
	    "$(printf '%s' "https://crt.example/hooks/twilio/bench?crt_msg=$(head -1 "$W/due" | jq -r .data.message)" | jq -sRr @uri)" > "$W/body"
	NOW=2026-11-21T11:00:00Z providers_line twilio "$API/2010-04-01/Accounts/$ACCOUNT/Messages.json" application/x-www-form-urlencoded 201 \
	    --sms --twilio-url "$API" --twilio-account $ACCOUNT --twilio-from +15017122661 --twilio-key-file "$W/own/key"
	api_shut
}
