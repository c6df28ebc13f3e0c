#!/usr/bin/env bats
# provider_faults.bats: each fault of each provider: what arrived there, what is in the row, and nobody gets a message twice.

load helper
load pipeline
load serve

AC=AC00000000000000000000000000000001

setup() {
	test_begin
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> /dev/null
}


# server FOLDER ARGUMENT...: the provider's API. The number of the recipient, 1 to 6, chooses the response.
server() {
	local who=$1 accepted=$2 i=0 rules='{"path":"/token","responses":[{"body":{"access_token":"t","expires_in":3599}}]},' what
	for what in '"close":true' '"delay":30' '"status":500' '"status":401' '"status":429,"headers":{"Retry-After":"1"}' '"status":503,"cut":1'; do
		i=$((i + 1))
		rules+="{\"contains\":\"$(printf "$who" $i)\",\"responses\":[{$what}]},"
	done
	printf '[%s{"responses":[%s]}]' "$rules" "$accepted" > rules.json
	serve server http_script.py "$PWD/rules.json"
	serve tls http_script.py "$PWD/rules.json" --tls cert.pem key.pem
	URL=http://127.0.0.1:$(< server/port)
	TLS=https://localhost:$(< tls/port)
}

# faults WHO: sends a message of its own for each fault, and prints fault, status, exit status, and how often it arrived.
faults() {
	local who=$1 line fault url n=0 got
	while read -r fault url; do
		n=$((n + 1))
		line=$(jq -c --arg cart "c$n" 'select(.data.context.cart.id == $cart)' due)
		got=0
		count_start
		"$B/bin/crt-send" --log text --now "$(at 11:20)" $(options "$url") --timeout 1s --parallel 1 <<< "$line" > out 2> err || got=$?
		echo "$fault" "$(query "SELECT m.status FROM crt.messages m JOIN crt.carts c ON c.id = m.cart_id WHERE c.external_id = 'c$n'")" "$got" \
			"$(jq -r 'select(.method == "POST" and .path != "/token") | .body' server/log | grep -c "$(printf "$who" $n)")"
	done <<- END
		dropped $URL
		30-second-response $URL
		error $URL
		expired-key $URL
		storm $URL
		cut-error $URL
		refused http://127.0.0.1:1
		certificate $TLS
		down-for-a-day http://127.0.0.1:1
		none $URL
	END
	# a day later the provider is back: what was refused, or never began, is sent once
	{ detect 03-09:00; campaign 03-09:00; } > /dev/null
	printf '[{"path":"/token","responses":[{"body":{"access_token":"t","expires_in":3599}}]},{"responses":[{"status":202,"body":{"sid":"SM1","name":"m"}}]}]' > rules.new
	mv rules.new rules.json
	count_start
	"$B/bin/crt-send" --log text --now "$(at 03-09:00)" $(options "$URL") < due > out 2> err || true
	echo later "$(query "SELECT m.status, count(*) FROM crt.messages m WHERE step_index = 0 GROUP BY 1 ORDER BY 1" | paste -sd ' ')"
	jq -r 'select(.method == "POST" and .path != "/token" and (.rule | . != 4 and . != 5)) | .body' server/log | grep -oE "$(sed 's/%02d/[0-9]+/' <<< "$who")" | sort | uniq -d
}

# want KEY_REFUSED STORM: what every provider must make of the faults.
want() {
	cat <<- END
		dropped UNKNOWN 3 1
		30-second-response UNKNOWN 3 1
		error UNKNOWN 3 1
		expired-key QUEUED 69 $1
		storm QUEUED 75 6
		cut-error UNKNOWN 3 1
		refused QUEUED 75 0
		certificate QUEUED 69 0
		down-for-a-day QUEUED 75 0
		none SENT 0 1
		later SENT|6 UNKNOWN|4
	END
}

left() {
	local i
	for i in 1 2 3 4 5 6 7 8 9 10; do cart "c$i" 10:00 "$(printf "$1" "$i" "$i")"; done | ingest 10:01
	detect 10:20
	campaign 11:20
}

@test "SendGrid: every fault is in the row, nobody gets a mail twice, and nobody is lost" {
	shop acme
	private_file key SG.secret
	options() { echo --channel sendgrid --sendgrid-url "$1" --sendgrid-key-file "$PWD/key"; }
	server 'p%02d@shop' '{"status":202}'
	left '{"id":"%02d","email":"p%02d@shop.example","consent":{"email":{"state":"granted"}}}'
	faults 'p%02d@shop' > got
	assert_equal "$(< got)" "$(want 1)"
}

@test "Twilio: every fault is in the row, nobody gets a message twice, and nobody is lost" {
	store acme '{"orders_max_age": "off", "from": "a@shop.example"}'
	printf '%s\n' 'template: first' 'locale: en' 'channel: SMS' 'text: STOP' > first.yaml
	printf '%s\n' 'campaign: texts' 'store: acme' 'trigger: {}' 'steps:' '  - { wait: 1h, channel: SMS, template: first, not_after: 48h }' > texts.yaml
	crt 0 campaign apply first.yaml texts.yaml
	private_file key secret
	options() { echo --sms --twilio-url "$1" --twilio-account $AC --twilio-key-file "$PWD/key" --twilio-from +15017122661; }
	server '4915100000%02d000' '{"status":201,"body":{"sid":"SM1"}}'
	left '{"id":"%02d","phone":"+4915100000%02d000","consent":{"sms":{"state":"granted"}}}'
	faults '4915100000%02d000' > got
	assert_equal "$(< got)" "$(want 1)"
}

@test "FCM: every fault is in the row, nobody gets a message twice, and nobody is lost" {
	store acme '{"orders_max_age": "off", "from": "a@shop.example"}'
	printf '%s\n' 'template: first' 'locale: en' 'channel: PUSH' 'title: a' 'body: b' > first.yaml
	printf '%s\n' 'campaign: pushes' 'store: acme' 'trigger: {}' 'steps:' '  - { wait: 1h, channel: PUSH, template: first, not_after: 48h }' > pushes.yaml
	crt 0 campaign apply first.yaml pushes.yaml
	openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 > pem
	server 'tok:%02d:' '{"body":{"name":"m"}}'
	options() { echo --push --fcm-url "$1" --fcm-key-file "$PWD/key"; }
	(umask 077; jq -n --rawfile key pem --arg uri "$URL/token" '{project_id: "demo", private_key: $key, client_email: "a@b", token_uri: $uri}' > key)
	left '{"id":"%02d","push_token":"tok:%02d:","consent":{"push":{"state":"granted"}}}'
	faults 'tok:%02d:' > got
	assert_equal "$(< got)" "$(want 2)"
}
