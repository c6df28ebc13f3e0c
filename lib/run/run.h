/*
 * run.h: one run of a command: its connection, its keys, its stores, its heartbeat.
 *
 * A run leaves a row in crt.runs when it begins and completes it when it ends,
 * so that silence can be told from health (P12).  From run_open on SIGTERM and SIGINT
 * are requests (base/stop.h): whoever does one batch after another looks at them between two.
 */
#ifndef CRT_RUN_RUN_H
#define CRT_RUN_RUN_H

#include "store/store.h"

#define RUN_COUNTS_MAX 16
#define RUN_LIMIT_TEXT 24		/* enough for run_limit */

enum run_needs { RUN_DATABASE = 0, RUN_STORES = 1, RUN_KEYS = 2, RUN_HEARTBEAT = 4,
    RUN_INDEXED = 8 /* hot statements: by index, whatever the statistics say */,
    RUN_ACTIVE = 16 /* not the stores that are paused */ };

struct run {
	const char *command;
	const struct common *common;
	int needs;
	struct db *db;
	struct keyring *ring;		/* NULL without RUN_KEYS */
	struct stores stores;
	char id[IDENT_TEXT];
	bool beating;
	struct { const char *what; int64_t n; } counts[RUN_COUNTS_MAX];
	size_t ncounts;
};

bool run_open(struct run *, const struct common *, const char *command, int needs,
    struct err *) MUSTUSE;

/* The keys, where only this run's work shows that they are needed. */
bool run_keys(struct run *, struct err *) MUSTUSE;

/* One more connection, set up as the run's own, which the caller closes. */
bool run_connect(const struct run *, struct db **, struct err *) MUSTUSE;

/* what: static text, as "records" or "rejected". */
void run_count(struct run *, const char *what, int64_t more);
int64_t run_counted(const struct run *, const char *what);

/* The end of a transaction (of any connection) whose work went ok or not: committed, but taken
   back where it did not or in a dry run, which so says what it would do.  Gives back ok. */
bool run_keep(const struct run *, struct db *, bool ok, struct err *) MUSTUSE;

/* After a round (from 1) of work that fills tables with so many rows: as often as the work has
   doubled, statements that were planned for tables as empty as they were are planned anew. */
bool run_replan(const struct run *, int round, size_t rows, struct err *) MUSTUSE;

/* One run of a command at a time on a database; false in *mine: another is at it. */
bool run_alone(struct run *, bool *mine, struct err *) MUSTUSE;

/* Complete the heartbeat with how it ended, tell the counts to who asked for more, and let
   everything go.  Gives back ok, unless the heartbeat itself could not be written. */
bool run_close(struct run *, bool ok, struct err *);

/* The time, and --limit, as parameters of a statement. */
const char *run_now(char buf[CLOCK_TEXT]);
const char *run_limit(const struct run *, char buf[RUN_LIMIT_TEXT]);

#endif
