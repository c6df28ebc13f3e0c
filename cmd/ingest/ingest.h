/* ingest.h: the settings and verbs of crt-ingest. */
#ifndef CRT_INGEST_H
#define CRT_INGEST_H

#include "conf/command.h"
#include "flow/run.h"

struct ingest {
	struct common common;
	bool echo;
	int64_t batch;
	bool all, yes;			/* rejects drop */
	crt_time since;			/* replay; 0: everything */
};

verb_fn ingest_take, ingest_rejects_list, ingest_rejects_retry, ingest_rejects_drop, ingest_replay;

/* ERR_REJECTS when the run has rejected something. */
bool ingest_verdict(const struct run *, struct err *) MUSTUSE;

#endif
