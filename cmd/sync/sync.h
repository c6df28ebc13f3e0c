/* sync.h: the settings and verbs of crt-sync. */
#ifndef CRT_SYNC_H
#define CRT_SYNC_H

#include "conf/command.h"
#include "store/spec.h"

struct sync {
	struct common common;
	const char *file, *organization, *column[SPEC_COLUMNS];
	struct option_list set;		/* NAME=VALUE */
	const char *credentials, *webhook_secret;	/* files, or - */
	bool yes;
	/* poll, backfill, reconcile */
	int64_t parallel, tries, days;
	crt_time timeout, max_time, overlap, lookback, from;
	const char *ca_file;
	bool include_backed_off;
	/* hooks */
	const char *base_url, *moved_from;
	bool renew;
};

verb_fn sync_poll, sync_backfill, sync_reconcile;
verb_fn sync_store_test, sync_hooks_install, sync_hooks_list, sync_hooks_check, sync_hooks_remove;
verb_fn sync_store_add, sync_store_set, sync_store_list, sync_store_show, sync_store_remove;

#endif
