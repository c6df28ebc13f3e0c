/* ingest.h: the settings and verbs of crt-ingest. */
#ifndef CRT_INGEST_H
#define CRT_INGEST_H

#include "conf/command.h"
#include "inbox/inbox.h"

struct ingest {
	struct common common;
	bool echo;
	int64_t batch, connections;
	int from;			/* index of platform_words */
	const char *topic;
	bool all, yes;			/* rejects drop */
	crt_time since;			/* replay; 0: all records */
	const char *spool;		/* a folder */
	/* serve */
	const char *socket, *mode, *group, *sendgrid_key, *twilio_token;
	int64_t threads, max_pending, writers, max_batch, linger, body_max;
};

/* The form of the input: payloads of --from for the one store of -s, else records. */
bool ingest_form(const struct ingest *, struct form *, struct err *) MUSTUSE;

inbox_translate_fn ingest_payload;

/* Ingests again the rejects whose time was ahead of the clock, as soon as it is not. */
bool ingest_due(struct run *, struct err *) MUSTUSE;

verb_fn ingest_take, ingest_rejects_list, ingest_rejects_retry, ingest_rejects_drop, ingest_replay,
    ingest_serve;

/* ERR_REJECTS when the run rejected records. */
bool ingest_verdict(const struct run *, struct err *) MUSTUSE;

#endif
