/*
 * verdicts.h: verdicts on messages, collected and written together.
 *
 * A verdict becomes a status (QUEUED, HELD, SKIPPED), a reason, the facts behind it, and a
 * message.held or message.skipped record in the output.
 */
#ifndef CRT_CAMPAIGN_VERDICTS_H
#define CRT_CAMPAIGN_VERDICTS_H

#include "base/map.h"
#include "db/array.h"
#include "campaign/clocks.h"
#include "campaign/customer_segments.h"
#include "campaign/facts.h"
#include "run/output.h"
#include "run/run.h"

struct verdicts {
	struct run *run;
	struct output *out;
	struct arena arena;
	struct place_clocks clocks;	/* empty until verdicts_clocks */
	const struct customer_segments *segments;	/* for conditions of steps */
	struct map persons;		/* person of a store to the id of their message in this run */
	struct map warned;		/* stores whose fault this run has already logged */
	struct str facts, line;
	struct array store, id, status, reason, why, until;
	size_t n;
};

void verdicts_open(struct verdicts *, struct run *, struct output *);
void verdicts_close(struct verdicts *);

/* Loads the time zones, which verdicts on text messages need. */
bool verdicts_clocks(struct verdicts *, struct err *) MUSTUSE;

/* Reads the facts of a row, also those of the rule of its step; first: SQL_..._EXPLAIN_FACTS. */
void verdicts_read(struct verdicts *, struct facts *, const struct db_row *, int first,
    const struct store *);

/* The gates' verdict, plus the rule of one message per person and run. May be called again
   for the same message. message: NULL when it does not exist yet. */
struct gate_verdict verdicts_decide(struct verdicts *, const struct facts *, const char *message);

enum message_status verdicts_status(const struct gate_verdict *);	/* QUEUED, HELD, SKIPPED */

/* The facts of a refusal as JSON; NULL when the message may be sent. Valid until the next
   call. */
const char *verdicts_facts(struct verdicts *, const struct facts *, const struct gate_verdict *);

/* Prints a refusal; nothing if the message may be sent. Counts it in the run. If the store's own
   fault holds its messages, logs a warning once. */
void verdicts_report(struct verdicts *, const struct store *, const char *message,
    const char *episode, const struct facts *, const struct gate_verdict *);

/* Adds a verdict on an existing message; verdicts_write writes them all. */
void verdicts_add(struct verdicts *, const struct store *, const char *message,
    const struct facts *, const struct gate_verdict *);
bool verdicts_write(struct verdicts *, struct err *) MUSTUSE;

#endif
