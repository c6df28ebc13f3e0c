/* take.c: ingest records and update the state. */
#include <stdlib.h>

#include "inbox/inbox.h"
#include "conf/default_paths.h"
#include "inbox/spool.h"
#include "ingest.h"
#include "platform/platform.h"

/* Deliveries that were acknowledged while the database was down are ingested first.  They may
   belong to any store.  A dry run skips them, since it cannot remove them. */
static bool
ingest_take_drain(const struct ingest *set, const struct inbox *like, struct err *e)
{
	struct inbox in = *like;
	char *folder;
	bool ok = true;

	if (set->common.stores.n || set->common.dry_run)
		return true;
	if (!state_path(&set->common, set->spool, "spool", &folder, e))
		return false;
	in.batch = INBOX_BATCH;
	if (spool_waits(folder))
		ok = spool_drain(folder, &in, e);
	free(folder);
	return ok;
}

bool
ingest_take(void *settings, char **files, struct err *e)
{
	struct ingest *set = settings;
	struct run run;
	struct inbox inbox = { .run = &run, .command = "crt-ingest", .echo = set->echo,
	    .batch = (size_t)set->batch, .connections = (size_t)set->connections,
	    .translate = ingest_payload };
	bool ok = ingest_form(set, &inbox.form, e);

	if (ok) {
		ok = run_open(&run, &set->common, "crt-ingest",
		    RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
		    && (set->common.dry_run || ingest_due(&run, e)) && ingest_take_drain(set, &inbox, e)
		    && inbox_run(&inbox, files, e) && ingest_verdict(&run, e);
		if (platform_unknown())
			run_count(&run, COUNTER_unknown, platform_unknown());
		ok = run_close(&run, ok, e);
	}
	return ok;
}
