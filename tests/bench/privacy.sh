# privacy.sh: measures the verification of an audit log against sha256sum, and the export and erasure of a person against the
# bare deletes of their rows.

# audit_log N: a chain of N rows, as audit export prints it, without a checkpoint.
audit_log() {
	python3 - "$1" <<-'END'
		import hashlib, sys
		previous = "00" * 32
		for number in range(1, int(sys.argv[1]) + 1):
		    row = ('{"organization":"bench","number":%d,"time":"2026-11-02T10:00:00.000000Z","actor":"crt","action":"export","object":"",'
		           '"subject":"01a19cc6-3d80-73c6-bbd1-19f05d5bfff1","rows":0,"previous":"%s"' % (number, previous))
		    previous = hashlib.sha256(row.encode()).hexdigest()
		    sys.stdout.write('%s,"hash":"%s"}\n' % (row, previous))
	END
}

# Without a checkpoint the rows are whole but unsigned: status 65.
verify_log() {
	local got=0
	"$B/bin/crt-gdpr" audit verify "$W/audit.log" || got=$?
	[ "$got" = 65 ]
}

bench_audit() {
	local n=${AUDIT_ROWS:-1000000} i ours=() theirs=()
	audit_log "$n" > "$W/audit.log"
	for ((i = 0; i < ROUNDS; i++)); do
		ours+=("$(seconds verify_log)")
		theirs+=("$(seconds sha256sum "$W/audit.log")")
	done
	figure audit_verify_of_sha256sum "$(ratio "$(middle "${theirs[@]}")" "$(middle "${ours[@]}")")" \
	    "$(middle "${theirs[@]}") / $(middle "${ours[@]}") seconds, $n rows; at least 0.2"
}

# subject_feed N: N records of one person, a cart that changes.
subject_feed() {
	awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "{\"specversion\":\"1.0\",\"id\":\"s%d\",\"source\":\"/stores/bench\",\"type\":\"crt.cart.updated\"," \
		"\"time\":\"2026-11-%02dT%02d:%02d:%02dZ\",\"data\":{\"cart\":{\"id\":\"subject%d\",\"url\":\"https://bench.example/s\",\"currency\":\"EUR\",\"total\":\"50.00\"," \
		"\"items\":[{\"id\":\"1\",\"title\":\"Cup\",\"quantity\":1,\"price\":\"50.00\"}]},\"customer\":{\"id\":\"subject\",\"email\":\"subject@example.org\"}}}\n",
		i, 10 + i % 5, i % 24, i % 60, int(i / 60) % 60, i % 20 }'
}

# subject_deletes: the rows of the person, deleted and brought back.
subject_deletes() {
	psql -qX -v ON_ERROR_STOP=1 <<-'END'
		BEGIN;
		CREATE TEMP TABLE who AS SELECT id FROM crt.customers WHERE external_id = 'subject';
		DELETE FROM crt.events WHERE time >= '2026-11-09Z' AND payload LIKE '%subject@example.org%';
		DELETE FROM crt.carts WHERE customer_id IN (SELECT id FROM who);
		DELETE FROM crt.identity_links WHERE customer_id IN (SELECT id FROM who);
		DELETE FROM crt.customers WHERE id IN (SELECT id FROM who);
		ROLLBACK;
	END
}

bench_subject() {
	local n=${SUBJECT_EVENTS:-10000} carts=${SUBJECT_AMONG:-5000000} i export=() erase=() bare=()
	database bench
	grow "$carts"
	subject_feed "$n" > "$W/feed"
	"$B/bin/crt-ingest" --now 2026-11-21T00:00:00Z "$W/feed" > "$W/out" 2>&1
	psql -qX -c 'VACUUM ANALYZE'
	for ((i = 0; i < ROUNDS; i++)); do
		bare+=("$(seconds subject_deletes)")
		export+=("$(seconds "$B/bin/crt-gdpr" export subject@example.org --archive)")
		erase+=("$(seconds "$B/bin/crt-gdpr" erase -n subject@example.org)")
	done
	figure export_of_deletes "$(ratio "$(middle "${export[@]}")" "$(middle "${bare[@]}")")" \
	    "$(middle "${export[@]}") / $(middle "${bare[@]}") seconds, a person with $n events among $carts carts"
	figure erase_of_deletes "$(ratio "$(middle "${erase[@]}")" "$(middle "${bare[@]}")")" \
	    "$(middle "${erase[@]}") / $(middle "${bare[@]}") seconds, the same person"
}
