#!/usr/bin/env bats
# metrics.bats: crt-report metrics writes what Prometheus reads, and the alerts name metrics that exist.

load helper

PARTITIONS=2

setup() {
	test_begin
	psql -qX1 -v ON_ERROR_STOP=1 -f "$TOP/tests/figures/fixture.sql"
	crt 0 report rollup --now 2026-11-20T00:00:00Z
}

metrics() { crt 0 report metrics --now 2026-11-20T00:00:00Z "$@"; }

# names: the metrics of metric.def.
names() { sed -n 's/^METRIC(\([a-z_]*\),.*/\1/p' "$TOP/lib/report/metric.def"; }

# Catches: a family in two pieces, a label or number that is not one, a timestamp, a head without values.
@test "each line is a head or a sample of the family above it, once" {
	query "INSERT INTO crt.runs (id, command, host, started_at, ended_at, exit) VALUES (gen_random_uuid(), E'odd\"\\\\name\n', 'h', '2026-11-19Z', '2026-11-19Z', 0)"
	query "UPDATE crt.stores SET hook_seen_at = '2026-11-19Z'"
	for format in prometheus openmetrics; do
		metrics --format $format
		awk -v format=$format '
		/^# HELP / { if (pending) print "no sample: " pending; name = pending = $3; if (seen[name]++) print "twice: " name; next }
		/^# TYPE / { if ($3 != name || $4 !~ /^(counter|gauge)$/) print; family = format == "openmetrics" && $4 == "counter" ? name "_total" : name
			if ($4 == "counter" && family !~ /_total$/) print "no _total: " name; next }
		/^# EOF$/ && format == "openmetrics" { ended = FNR; next }
		{ pending = ""; if (sample[$0]++) print "twice: " $0 }
		!/^crt_[a-z_]+([{][a-z]+="([^"\\]|\\["\\n])*"(,[a-z]+="([^"\\]|\\["\\n])*")*[}])? -?[0-9]+([.][0-9]+)?$/ { print "not a sample: " $0 }
		{ sub(/[{ ].*/, ""); if ($0 != family) print "not of " family ": " $0 }
		END { if (pending) print "no sample: " pending; if (format == "openmetrics" && ended != FNR) print "no end" }' out > odd
		assert_equal "$(< odd)" "" $format
	done
	metrics
	assert_has 'command="odd\"\\name\n"' out
	assert_equal "$(sed -n 's/^# HELP \([a-z_]*\) .*/\1/p' out)" "$(names)"
}

@test "the values are those of the daily figures" {
	metrics
	assert_equal "$(awk '/^crt_carts_abandoned_total/ { n += $2 } END { print n }' out)" "$(query "SELECT sum(carts_abandoned) FROM crt.analytics")"
	assert_equal "$(awk '/^crt_messages_sent_total/ { n += $2 } END { print n }' out)" "$(query "SELECT sum(messages_sent) FROM crt.analytics")"
	assert_equal "$(sed -n 's/^crt_recovered_revenue_total{store="berlin",currency="USD"} //p' out)" \
		"$(query "SELECT trim_scale(sum(revenue_recovered)) FROM crt.v_analytics v JOIN crt.stores s ON s.id = v.store_id WHERE slug = 'berlin' AND v.currency = 'USD'")"
	assert_has 'crt_rollup_timestamp_seconds{store="berlin"} 1795132800' out
	metrics -s havana
	assert_lacks berlin out
}

# Catches: a reader that finds half a file.
@test "-o replaces the file at once and leaves nothing beside it" {
	mkdir textfile
	metrics -o textfile/crt.prom
	assert_equal "$(stat -c %a textfile/crt.prom) $(wc -c < out)" "644 0"
	ln textfile/crt.prom old
	query "UPDATE crt.stores SET sync_failures = 7"
	metrics -o textfile/crt.prom
	assert_has 'crt_sync_failures{store="berlin"} 7' textfile/crt.prom
	assert_has 'crt_sync_failures{store="berlin"} 0' old
	assert_equal "$(ls textfile)" crt.prom
	crt 78 report metrics -o nowhere/crt.prom
	assert_has 'nowhere/crt.prom'
}

@test "the alerts use metrics that exist" {
	grep -oE 'crt_[a-z_]+' "$TOP/etc/alerts.yml" | sort -u > used
	names | sort > known
	assert_equal "$(comm -23 used known)" ""
	assert_equal "$(grep -c 'severity: ' "$TOP/etc/alerts.yml")" "$(grep -cE 'severity: (critical|warning|info) ' "$TOP/etc/alerts.yml")"
}

@test "promtool accepts the metrics and the alerts, and each alert fires when it should" {
	command -v promtool > /dev/null || skip "no promtool"
	metrics
	promtool check metrics < out > report 2>&1 || cat report
	assert_equal "$(< report)" ""
	cp "$TOP/etc/alerts.yml" "$TOP/tests/alerts_test.yml" .
	promtool check rules alerts.yml > report 2>&1 || cat report
	assert_has SUCCESS report
	promtool test rules alerts_test.yml > report 2>&1 || cat report
	assert_has SUCCESS report
}
