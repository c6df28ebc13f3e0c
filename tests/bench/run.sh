#!/usr/bin/env bash
# run.sh [WHAT...]: measures crt as ratios to a limit or a peer in the same run.
#
#	make bench                      everything, about thirty minutes
#	make bench BENCH="copy send"    some of it
#	SIZES="100000" make bench       smaller tables
#	MEASURE=processor make bench BENCH="report follow"      processor time for wall time, on a machine with other work
#	PEER=folder make bench          also Node's loader, mailer, and endpoint (ingest.js, smtp_bench.js, server.js)
set -eu
here=$(dirname "$0")
. "$here/lib.sh"
. "$here/ingest.sh"
. "$here/due.sh"
. "$here/send.sh"
. "$here/providers.sh"
. "$here/serve.sh"
. "$here/clicks.sh"
. "$here/report.sh"
. "$here/privacy.sh"
. "$here/backtest.sh"
trap 'serve_shut; api_shut; sink_stop; server_stop' EXIT
server_start
: > "$B/bench.ndjson"
for what in ${*:-copy node memory send many providers texts clicks growth due door report follow audit subject backtest}; do
	[ "$what" != door ] || what=serve	# the webhook server
	"bench_$what"
done
