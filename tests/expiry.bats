#!/usr/bin/env bats
# expiry.bats: crt-report health reads when the certificates of the web servers expire, and the credentials.

load helper
load serve

NOW=2026-11-02T08:00:00Z

# web DAYS: starts a server whose certificate is valid for DAYS from today on; its port is in PORT.
web() {
	serve_end
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$1" -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem 2> req
	mkdir -p web
	rm -f web/port
	serve web tls_script.py "$PWD/cert.pem" "$PWD/key.pem" "${@:2}"
	PORT=$(< web/port)
}

# certificates STATUS OPTION...: the rows about certificates.
certificates() {
	crt "$1" report health --json --web-timeout 5s --ca-file "$PWD/cert.pem" "${@:2}"
	jq -r 'select(.check == "certificate") | "\(.of) \(.state) \(.what)"' out > rows
}

# Seen to fail: without the search for known hosts.
@test "a certificate that expires soon is a warning, then a fault; one server of two stores is read once" {
	web 30
	store acme "{\"links_url\": \"https://localhost:$PORT\", \"hooks_url\": \"https://localhost:$PORT/\"}"
	store other "{\"links_url\": \"https://LOCALHOST:$PORT/x\"}"
	certificates 69
	assert_equal "$(sed 's/29d[0-9]*h/29d/' rows)" "localhost:$PORT ok the certificate expires in 29d"
	certificates 69 --expiry-warning 30d
	assert_equal "$(cut -d ' ' -f 2 rows)" warning
	certificates 69 --expiry-warning 40d --expiry-fault 30d
	assert_equal "$(cut -d ' ' -f 2 rows)" fault
	assert_equal "$(jq -r 'select(.check == "certificate") | .advice' out)" "renew it, and reload the web server"
	certificates 69 --web-timeout 0s
	assert_equal "$(< rows)" ""
}

# Seen to fail: with ERR_AGAIN for a certificate that cannot be verified.
@test "an invalid certificate is a fault, and a server that does not respond a warning, within the time limit" {
	web 30
	store acme "{\"links_url\": \"https://localhost:$PORT\", \"hooks_url\": \"https://127.0.0.1:$PORT\"}"
	certificates 69
	assert_equal "$(cut -d ' ' -f 1-6 rows | sed 's/[0-9]*d[0-9]*h//' | sed "s/:$PORT//")" "localhost ok the certificate expires in
127.0.0.1 fault the certificate is invalid:"
	mv cert.pem other.pem
	web 30
	query "UPDATE crt.stores SET settings = '{\"links_url\": \"https://localhost:$PORT\"}'"
	certificates 69 --ca-file "$PWD/other.pem"
	assert_equal "$(cut -d ' ' -f 2-6 rows)" "fault the certificate is invalid:"
	web 30 --silent
	query "UPDATE crt.stores SET settings = '{\"links_url\": \"https://localhost:$PORT\", \"hooks_url\": \"https://localhost:1\"}'"
	certificates 69 --web-timeout 1s
	assert_equal "$(cut -d ' ' -f 2-5 rows | sort -u)" "warning no TLS connection:"
	assert_equal "$(wc -l < rows)" 2
}

# Seen to fail: with the end of the day for its beginning.
@test "credentials with a date are reported before it" {
	store acme '{"credentials_expire": "2026-11-12"}'
	store old '{"credentials_expire": "2026-11-01"}'
	store never
	crt 69 report health --json --now $NOW --provider-expires 2026-11-20
	jq -r 'select(.check == "credentials") | "\(.of) \(.state) \(.what)"' out > rows
	assert_equal "$(< rows)" "crt-send warning the key of the provider expires in 17d16h
acme warning the API key expires in 9d16h
old fault the API key expired 1d8h ago"
	for wrong in 2026-13-01 soon 2026-11-1 2026-11-01T00:00:00Z; do
		crt 64 sync store set acme "credentials_expire=$wrong"
		assert_has 'a date such as 2027-03-31'
	done
	crt 0 sync store set acme credentials_expire=2030-01-31
}
