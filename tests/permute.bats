#!/usr/bin/env bats
# permute.bats: any order of arrival gives the same state (P4).
#
# SEED and RUNS may be set; both are printed.

load helper

NOW=2026-11-03T00:00:00Z

# A database for every order of arrival, all from one that has the store.
setup() {
	fresh
	store acme
	TEMPLATE=$PGDATABASE SEED=${SEED:-$(date +%s)} RUNS=${RUNS:-200}
	mkdir feed
}

teardown() {
	PGDATABASE=$TEMPLATE
	dropdb -f --if-exists "one$BATS_SUITE_TEST_NUMBER"
	settle
}

# state FILE BATCH: what is there after crt-ingest, and after crt-detect, in the files a and b.
state() {
	PGDATABASE=one$BATS_SUITE_TEST_NUMBER
	dropdb -f --if-exists "$PGDATABASE"
	createdb -T "$TEMPLATE" "$PGDATABASE"
	"$B/bin/crt-ingest" --now $NOW --batch "$2" "feed/$1"
	"$B/bin/crt-report" export > a
	"$B/bin/crt-detect" --now $NOW > offered
	"$B/bin/crt-report" export > b
}

@test "shuffled, repeated and cut into batches, a feed leaves the same carts, people, orders and episodes" {
	/usr/bin/python3 "$TOP/tests/fault/permute.py" "$SEED" "$RUNS" feed > turns
	echo "SEED=$SEED RUNS=$RUNS"
	while read -r file batch; do
		state "$file" "$batch"
		[ "$file" != 0 ] || { mv a first; mv b found; sort offered > told; continue; }
		same "$(cat a)" "$(cat first)" "SEED=$SEED feed $file in batches of $batch"
		same "$(cat b)" "$(cat found)" "SEED=$SEED feed $file in batches of $batch, episodes"
		same "$(sort offered)" "$(cat told)" "SEED=$SEED feed $file in batches of $batch, told"
	done < turns
	same "$(jq -r 'select(.kind == "episode") | .state' found | sort | uniq -c | tr -s ' \n' ' ')" \
		"" "episodes by state"
}
