/*
 * run.h: one run of a command: connection, keys, stores, heartbeat.
 *
 * A run inserts a row in crt.runs when it begins and completes it when it ends, so that a quiet
 * system can be distinguished from a broken one (P12). From run_open on, SIGTERM and SIGINT only
 * request a stop (base/stop.h). Code that works in batches checks for it between two batches.
 */
#ifndef CRT_RUN_RUN_H
#define CRT_RUN_RUN_H

#include "store/store.h"

#define RUN_LIMIT_TEXT 24		/* enough for run_limit */
#define RUN_NAME 40			/* "crt-campaign canary" */

enum run_needs { RUN_DATABASE = 0, RUN_STORES = 1, RUN_KEYS = 2, RUN_HEARTBEAT = 4,
    RUN_INDEXED = 8 /* plan with indexes, whatever the statistics show */,
    RUN_ACTIVE = 16 /* leave out paused stores */,
    RUN_ANALYZED = 32 /* first analyze large tables that never were */,
    RUN_UNJOURNALED = 64 /* it replays the journal */,
    RUN_CANARY = 128 /* include the store of crt canary */ };

/* What a run counts. */
enum counter {
#define COUNTER(name) COUNTER_##name,
#include "run/counter.def"
#undef COUNTER
	COUNTERS
};

struct run {
	const char *command;
	const struct common *common;
	int needs;
	struct db *db;
	struct keyring *ring;		/* NULL without RUN_KEYS */
	struct stores stores;
	char id[IDENT_TEXT], canary[RUN_NAME];
	bool beating;
	int64_t counts[COUNTERS];
	bool counted[COUNTERS];		/* by this run, if only that there are none */
};

bool run_open(struct run *, const struct common *, const char *command, int needs,
    struct err *) MUSTUSE;

/* Loads the keys, for runs that find out late that they need them. */
bool run_keys(struct run *, struct err *) MUSTUSE;

/* Opens one more connection with the run's settings. The caller closes it. */
bool run_connect(const struct run *, struct db **, struct err *) MUSTUSE;

void run_count(struct run *, enum counter, int64_t more);
int64_t run_counted(const struct run *, enum counter);

/* Ends a transaction of any connection: commits if ok and not a dry run, else rolls back.
   Returns ok, or false when the commit failed. */
bool run_keep(const struct run *, struct db *, bool ok, struct err *) MUSTUSE;

/* Call after each round of work (from 1), with the rows it wrote. Each time the work has
   doubled, statements are planned again, because the tables were nearly empty when they were
   planned. */
bool run_replan(const struct run *, int round, size_t rows, struct err *) MUSTUSE;

/* Only one run of a command at a time on a database. *mine false: another one is running. */
bool run_alone(struct run *, bool *mine, struct err *) MUSTUSE;

/* Completes the heartbeat with the result, logs the counts, and frees the run. Returns ok,
   or false when the heartbeat could not be written. */
bool run_close(struct run *, bool ok, struct err *);

/* The time and --limit as statement parameters. */
const char *run_now(char buf[CLOCK_TEXT]);
const char *run_limit(const struct run *, char buf[RUN_LIMIT_TEXT]);

#endif
