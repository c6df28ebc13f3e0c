/*
 * health.h: what figures say about the pipeline: fine, worth a look, or broken.
 *
 * Pure: who asks has read the figures.  advice says what to do and is "" when
 * there is nothing to do.
 */
#ifndef CRT_HEALTH_H
#define CRT_HEALTH_H

#include "base/clock.h"

#define HEALTH_TEXT 320
#define HEALTH_REASON_SHARE 90	/* percent of a store's messages of a day, skipped alike */
#define HEALTH_REASON_LEAST 10	/* of so many at least */
#define HEALTH_CONSENT_LEAST 3	/* so many, and each skipped for consent: nobody is mailed */
#define HEALTH_HOOKS_LATE (2 * CLOCK_HOUR)	/* a webhook that is later is taken for lost ... */
#define HEALTH_HOOKS_LEAST 3	/* ... and so many that are for webhooks that have stopped */
#define HEALTH_SHARE 10		/* percent of a day's records rejected, or of its mails failed:
				   something has changed */

enum health { HEALTH_OK, HEALTH_WARNING, HEALTH_FAULT };

struct health_check {
	enum health state;
	char what[HEALTH_TEXT];
	const char *advice;
};

/* Runs of a command. */
struct health_run {
	bool began, ended;		/* ever */
	crt_time began_at, ended_at;	/* the last that began, the last that ended */
	int64_t open;			/* began after the last that ended, and have not ended */
	int64_t exit;			/* of the last that ended */
	const char *reason;		/* may be NULL */
};

void health_run(struct health_check *, const struct health_run *, crt_time now, crt_time late);

/* max_age 0: orders come by push alone; seen NULL: never looked. */
void health_orders(struct health_check *, crt_time max_age, const crt_time *seen, crt_time now);

/* Of a store with an address for webhooks; seen NULL: no genuine one has ever arrived.  missed:
   changes since the last one, which polls have found; first: when the first of them happened. */
void health_hooks(struct health_check *, const crt_time *seen, int64_t missed, crt_time first,
    crt_time now);

/* Orders of a store that were rejected and are not resolved; first: when the first came. */
void health_rejected_orders(struct health_check *, int64_t n, crt_time first, crt_time now);

/* What crt-sync found: runs that failed for a store in a row; error: it will not pass by itself. */
struct health_sync {
	bool polled;			/* a poll of it has ended, at some time */
	int64_t failures;
	bool error;
	crt_time last;			/* failure, if there is one */
	const char *reason;		/* may be NULL */
};

void health_sync(struct health_check *, const struct health_sync *, crt_time now);

struct health_messages {
	int64_t held, held_overdue, held_settings, unknown, queued_overdue;
	int64_t lost;			/* claimed, and the sender is gone */
	int64_t handed, failed;		/* of a day: given to the provider, failed among them */
};

/* Of a store's messages that were decided in a day, the reason for which most were skipped. */
void health_reason(struct health_check *, const char *reason, int64_t n, int64_t of);

void health_held(struct health_check *, const struct health_messages *);
void health_unknown(struct health_check *, const struct health_messages *);
void health_queued(struct health_check *, const struct health_messages *);
void health_failed(struct health_check *, const struct health_messages *);

/* rejects: kept; records and rejected: what runs counted. */
void health_rejects(struct health_check *, int64_t rejects, int64_t records, int64_t rejected);

/* A field that was left out of so many records in a day; path NULL: none was. */
struct health_gap {
	const char *type, *path, *reason;
	int64_t n;
};

void health_gap(struct health_check *, const struct health_gap *);

const char *health_word(enum health);		/* "ok", "warning", "fault" */

#endif
