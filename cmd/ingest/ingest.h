/* ingest.h: the settings and verbs of crt-ingest. */
#ifndef CRT_INGEST_H
#define CRT_INGEST_H

#include "conf/command.h"

struct ingest {
	struct common common;
	bool echo;
	int64_t batch;
	struct option_list only;	/* rejects: these ids */
	const char *from_time;		/* replay */
};

verb_fn ingest_take, ingest_rejects_list, ingest_rejects_retry, ingest_rejects_drop, ingest_replay;

#endif
