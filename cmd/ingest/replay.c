/* replay.c: replay: apply the stored events to the state again. */
#include "inbox/inbox.h"
#include "inbox/replay_source.h"
#include "ingest.h"

static bool
replay(struct run *r, crt_time since, struct err *e)
{
	struct replay_source from;
	struct inbox inbox = { .run = r, .command = "crt-ingest", .batch = INBOX_BATCH,
	    .connections = INBOX_CONNECTIONS, .again = true,
	    .lines = replay_source_events, .lines_arg = &from };
	char time[CLOCK_TEXT];
	bool ok = replay_source_open(&from, r, e);

	from.stores = str_text(&r->stores.array);
	from.since = since ? clock_print(since, time) : NULL;
	ok = ok && inbox_run(&inbox, NULL, e) && ingest_verdict(r, e);
	replay_source_close(&from);
	return ok;
}

bool
ingest_replay(void *settings, char **operands UNUSED, struct err *e)
{
	struct ingest *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-ingest", RUN_STORES | RUN_KEYS, e)
	    && replay(&run, set->since, e);

	return run_close(&run, ok, e);
}
