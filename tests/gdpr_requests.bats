#!/usr/bin/env bats
# gdpr_requests.bats: requests that people make to the store itself (Art. 12, 16, and 21), and the register of processing.

load helper
load pipeline

PARTITIONS=2

gdpr() { crt "$1" gdpr --now "$(at 15:00)" "${@:2}"; }

# Catches: another deadline than a calendar month, an erasure without a check of the identity, one without a request.
@test "a request is due in a calendar month, and an erasure waits for the check of the identity" {
	shop acme '{"timezone": "UTC"}'
	{ cart c1 10:00 "$(ann)"; cart c2 10:00 "$(person 8 bob@shop.example)"; } | ingest 10:01
	crt 0 gdpr --now 2027-01-31T12:00:00Z requests open carla@shop.example
	assert_has 'request of access for acme is due 2027-03-02 00:00' out
	gdpr 0 requests open ann@shop.example --kind erase
	gdpr 0 requests open bob@shop.example --kind erase --identity 'mail from the address'
	gdpr 0 requests open 7 --kind rectify
	gdpr 0
	assert_equal "$(jq -r '[.kind, .identity // "-"] | join(" ")' out | sort | paste -sd ,)" "access -,erase -,erase mail from the address,rectify -"
	ann=$(jq -r 'select(.kind == "erase" and .identity == null).id' out)
	detect 10:20
	campaign 11:20
	assert_equal "$(messages "status = 'HELD' AND reason = 'erasure'" | wc -w)" 2
	gdpr 0 requests erase --yes
	assert_equal "$(query "SELECT string_agg(email, ' ') FROM crt.customers")" ann@shop.example
	gdpr 64 requests identify "$ann"
	assert_has '--identity is missing'
	gdpr 0 requests identify "$ann" --identity 'log-in at the shop'
	assert_equal "$(< out)" "1 requests are identified"
	gdpr 0 requests erase --yes
	assert_equal "$(query "SELECT count(email) FROM crt.customers")" 0
	gdpr 64 requests identify "$ann" --identity x
	assert_has '1 of 1 requests are not open'
	assert_equal "$(query "SELECT count(*) FROM crt.privacy_requests WHERE kind = 'erase' AND (payload <> '' OR identity IS NOT NULL)")" 0
	assert_equal "$(query "SELECT string_agg(DISTINCT action, ',') FROM crt.audit_log")" "requests erase,requests identify,requests open"
}

# Catches: an objection that waits until somebody handles it.
@test "an objection takes effect at once, and is listed until it is closed" {
	shop acme
	cart c1 10:00 "$(ann)" | ingest 10:01
	gdpr 0 requests open Ann@shop.example --kind object -n
	assert_equal "$(query 'SELECT count(*) FROM crt.suppressions')" 0
	gdpr 0 requests open Ann@shop.example --kind object
	recover 10:20
	recover 11:20
	assert_equal "$(messages) $(mails)" "0|SKIPPED|suppressed 0"
	gdpr 0
	assert_equal "$(jq -r .kind out)" object
	gdpr 64 requests open ann@ --kind object
	assert_has 'operand 1: not an e-mail address'
	store beta
	gdpr 64 requests open ann@shop.example
}

# Catches: a table with personal data that is missing, a period that is not that of crt.yaml.
@test "the register has each table with personal data, the periods of crt.yaml, recipients, and transfers" {
	shop acme '{"address": "1 Shop Road"}'
	cart c1 10:00 "$(person 7 ann@shop.example)" | ingest 10:01
	recover 10:20
	recover 11:20
	query "SET session_replication_role = replica; UPDATE crt.messages SET provider = 'sendgrid'"
	printf '%s\n' "database: 'dbname=$PGDATABASE'" 'gdpr:' '  keep_events: 400d' '  officer: Dora, dpo@acme.example' > crt.yaml
	gdpr 0 -c crt.yaml records
	assert_equal "$(jq -r 'select(.item == "data").value | split(":")[0]' out | sort)" \
		"$(awk '/^none$/ { exit } on && NF > 1 { sub(":", "", $1); print $1 } /^personal$/ { on = 1 }' "$TOP/sql/pii.txt" | sort -u)"
	for text in '"item":"retention","value":"events: 400d"' '"item":"retention","value":"carts: until the person is erased"' \
	    '"item":"officer","value":"Dora, dpo@acme.example"' '"item":"controller","value":"Acme, https://acme.example, 1 Shop Road"' \
	    '"item":"recipient","value":"sendgrid, EMAIL: 1 messages"' '"item":"transfer","value":"Twilio SendGrid, United States"' \
	    '"item":"security","value":"last backup never"'; do
		assert_has "$text" out
	done
	assert_lacks ann@ out
}
