#!/usr/bin/env bats
# permute.bats: any order of arrival gives the same state (P4).
#
# SEED and RUNS may be set; both are printed.

load helper

NOW=2026-11-03T00:00:00Z

# A database for every order of arrival, all from one that has the store.
setup() {
	fresh
	TEMPLATE=$PGDATABASE SEED=${SEED:-$(date +%s)} RUNS=${RUNS:-20}
	store acme
	mkdir feed
}

teardown() {
	export PGDATABASE=$TEMPLATE
	dropdb -f --if-exists "one$BATS_SUITE_TEST_NUMBER"
	settle
}

# state FILE BATCH CONNECTIONS: what is there after crt-ingest, and after crt-detect, in the files a and b.
state() {
	export PGDATABASE=one$BATS_SUITE_TEST_NUMBER
	PGOPTIONS="-c client_min_messages=error" PGDATABASE=postgres psql -qX -v ON_ERROR_STOP=1 \
		-c "DROP DATABASE IF EXISTS $PGDATABASE" -c "CREATE DATABASE $PGDATABASE TEMPLATE $TEMPLATE"
	"$B/bin/crt-ingest" --now $NOW --batch "$2" --connections "$3" "feed/$1"
	"$B/bin/crt-report" export > a
	"$B/bin/crt-detect" --now $NOW > offered
	"$B/bin/crt-report" export > b
}

kin() {
	answer "SELECT string_agg(DISTINCT p.external_id, ' ' ORDER BY p.external_id) FROM crt.customers c,
		crt.kin_of(c.store_id, c.id) k JOIN crt.customers p ON p.id = k.kin_id WHERE c.external_id = '$1'"
}

# Catches: a row of crt.sightings that is missed when a cart's or an address's second
# one came first, between, or in a batch of its own.
@test "shuffled, repeated and cut into batches, a feed leaves the same carts, people, orders and episodes" {
	/usr/bin/python3 "$TOP/tests/fault/permute.py" "$SEED" "$RUNS" feed > turns
	echo "SEED=$SEED RUNS=$RUNS"
	while read -r file batch; do
		state "$file" "$batch" $((1 + file % 2))
		[ "$file" != 0 ] || { mv a first; mv b found; sort offered > told
			answer 'SELECT * FROM crt.sightings ORDER BY key, customer_id' > pairs
			continue; }
		same "$(cat a)" "$(cat first)" "SEED=$SEED feed $file in batches of $batch"
		same "$(cat b)" "$(cat found)" "SEED=$SEED feed $file in batches of $batch, episodes"
		same "$(answer 'SELECT * FROM crt.sightings ORDER BY key, customer_id')" "$(cat pairs)" \
			"SEED=$SEED feed $file in batches of $batch, pairs beside the rows"
		same "$(sort offered)" "$(cat told)" "SEED=$SEED feed $file in batches of $batch, told"
	done < turns
	# everyone whom c13 and the telephone of u9 have seen, from each of them
	for u in u21 u22 u23; do
		same "$(kin $u)" "u21 u22 u23" "who is known with $u"
	done
	same "$(kin u10)" "u10 u9" "who is known with u10"
	# ann, bob and eve's bought after their last touch; c6 ended by its token, c7 was touched after that
	same "$(jq -r 'select(.kind == "cart") | .external_id + " " + .status' found | sort | tr '\n' ' ')" \
		"c1 ABANDONED c11 ABANDONED c12 CONVERTED c13 ABANDONED c14 ABANDONED c15 CONVERTED c16 CONVERTED c18 ABANDONED c2 CONVERTED c3 CONVERTED c4 MERGED c5 ABANDONED c6 EMPTIED $(:
		)c7 CONVERTED c8 ABANDONED c9 ACTIVE t6 EMPTIED t7 MERGED "
	# three people touched c1: the one with a number beats the later one with a telephone
	same "$(jq -r 'select(.kind == "cart" and .external_id == "c1") | .customer_id' found)" \
		"$(jq -r 'select(.kind == "customer" and .external_id == "u1") | .id' found)" "whose c1 is"
}

# touched TIME: a cart whose other key is t1; gone TIME deleted|merged: under that key it is.
touched() {
	printf '{"specversion":"1.0","id":"%s","source":"/stores/acme","type":"crt.cart.updated","time":"%s","data":{"cart":' "$1" "$1"
	printf '{"id":"c1","token":"t1","items":[{"title":"Tee","quantity":1}]},"customer":{"email":"ann@a.example"}}}\n'
}

gone() {
	printf '{"specversion":"1.0","id":"%s","source":"/stores/acme","type":"crt.cart.%s","time":"%s",' "$1" "$2" "$1"
	printf '"data":{"cart":{"id":"t1"}}}\n'
}

episodes() { answer "SELECT state, coalesce(reason, '') FROM crt.abandoned_carts ORDER BY generation"; }

@test "a cart that was deleted or merged under its token has no episode" {
	{ gone 2026-11-01T10:00:00Z deleted; touched 2026-11-01T09:00:00Z; } > late
	crt 0 ingest --now $NOW late
	crt 0 detect --now $NOW
	same "$(cat out)$(episodes)" ""
	same "$(answer "SELECT status FROM crt.carts WHERE external_id = 'c1'")" EMPTIED
	touched 2026-11-02T10:00:00Z > again
	crt 0 ingest --now $NOW again
	crt 0 detect --now $NOW
	same "$(episodes)" "OPEN|"
}

@test "an episode ends when its cart is merged under its token" {
	touched 2026-11-01T09:00:00Z > early
	crt 0 ingest --now $NOW early
	crt 0 detect --now $NOW
	same "$(episodes)" "OPEN|"
	gone 2026-11-01T08:00:00Z merged > before
	crt 0 ingest --now $NOW before
	crt 0 detect --now $NOW
	same "$(episodes)" "OPEN|"
	gone 2026-11-01T10:00:00Z merged > after
	crt 0 ingest --now $NOW after
	same "$(answer 'SELECT f.empty FROM crt.abandoned_carts a, crt.facts_of(a.store_id, a.id) f')" t "what the gates are told"
	crt 0 detect --now $NOW
	same "$(cat out; episodes)" "CANCELLED|merged"
}
