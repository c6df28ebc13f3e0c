/*
 * health.h: turn the figures of the pipeline into ok, warning, or fault.
 *
 * Pure: the caller reads the figures. advice is what to do; "" when there is nothing to do.
 */
#ifndef CRT_HEALTH_H
#define CRT_HEALTH_H

#include "base/clock.h"
#include "base/err.h"

#define HEALTH_TEXT 4400		/* HEALTH_ORDERS_NAMED ids of 38 bytes, and a sentence */
#define HEALTH_CANARY_LATE (3 * CLOCK_HOUR)	/* crt canary runs hourly */
#define HEALTH_ROLLUP_LATE CLOCK_HOUR	/* every ten minutes */
#define HEALTH_BOUNCES_LATE CLOCK_HOUR	/* every five minutes */
#define HEALTH_RECONCILE_LATE CLOCK_HOUR	/* crt-send reconcile: every ten minutes */
#define HEALTH_DAILY_LATE (50 * CLOCK_HOUR)	/* two daily runs are missing */
#define HEALTH_HOOKS_LATE (2 * CLOCK_HOUR)	/* a later webhook counts as missing */
#define HEALTH_HOOKS_LEAST 3	/* this many missing: webhooks have stopped */
#define HEALTH_ORDERS_NAMED 100	/* ids of rejected orders that are printed, for a store */
#define HEALTH_SHARE 10		/* percent of a day's records rejected, or of its mails failed */

enum health { HEALTH_OK, HEALTH_WARNING, HEALTH_FAULT };

struct health_check {
	enum health state;
	char what[HEALTH_TEXT];
	const char *advice;
	bool follows;			/* from the fault of another command: not the one to fix first */
};

/* The runs of a command. */
struct health_run {
	bool began, ended;		/* ever */
	crt_time began_at, ended_at;	/* times of the latest to begin and of the latest to end */
	int64_t open;			/* began after the latest that ended, and still open */
	int64_t exit;			/* of the latest that ended */
	const char *reason;		/* may be NULL */
};

void health_run(struct health_check *, const struct health_run *, crt_time now, crt_time late);

/* Where a store's orders come from. */
enum health_source { HEALTH_FEED, HEALTH_NO_CREDENTIALS, HEALTH_POLLED };

/* max_age 0: orders arrive by webhook only. seen NULL: never completely synced. */
void health_orders(struct health_check *, crt_time max_age, const crt_time *seen,
    enum health_source, crt_time now);

/* For a store with a webhook address. seen NULL: no genuine webhook has ever arrived.
   missed: changes since the latest one, found by polling. first: time of the earliest of
   them. */
void health_hooks(struct health_check *, const crt_time *seen, int64_t missed, crt_time first,
    crt_time now);

/* A store's rejected orders that are not resolved. first: arrival of the earliest. ids: of the
   earliest HEALTH_ORDERS_NAMED rejects. */
void health_rejected_orders(struct health_check *, int64_t n, const char *ids, crt_time first,
    crt_time now);

/* Results of crt-sync for a store: failed runs in a row. error: it will not pass by itself. */
struct health_sync {
	bool polled;			/* a poll of it has completed at some time */
	int64_t failures;
	bool error;
	crt_time last;			/* time of the latest failure, if any */
	const char *reason;		/* may be NULL */
};

/* "3 polls in a row failed", also for crt doctor. */
#define HEALTH_FAILURES_TEXT 64
void health_failures(int64_t n, char out[HEALTH_FAILURES_TEXT]);

void health_sync(struct health_check *, const struct health_sync *, crt_time now);

struct health_messages {
	int64_t held, held_overdue, held_settings, unknown, queued_overdue;
	int64_t lost;			/* claimed by a sender that is gone */
	int64_t handed_off, failed;		/* in a day: to the provider; failed among them */
};

/* When something expires. advice: how to renew it. */
void health_expiry(struct health_check *, const char *what, crt_time until, crt_time warning,
    crt_time fault, crt_time now, const char *advice);

/* A web server whose certificate could not be read, or is invalid: ERR_UNAVAILABLE. */
void health_certificate(struct health_check *, const struct err *);

/* The most frequent reason for skipping, of a store's messages decided in a day. */
void health_reason(struct health_check *, const char *reason, int64_t n, int64_t of);

/* What a store did, against the same days of the weeks before. step: "abandoned", "sent", or
   "one", the messages of the step with this number, from 1, of the campaign. */
#define HEALTH_VOLUME_LEAST 10	/* median below which days are too few to compare */
struct health_volume {
	const char *step, *campaign;
	int64_t number, n;
	int days;			/* 1, or 7 for a small store */
	double median, mad;		/* mad: the median absolute deviation */
};
void health_volume(struct health_check *, const struct health_volume *);

void health_held(struct health_check *, const struct health_messages *);
void health_unknown(struct health_check *, const struct health_messages *);
void health_queued(struct health_check *, const struct health_messages *);
void health_failed(struct health_check *, const struct health_messages *);

/* rejects: stored rejects. records and rejected: the counts of runs. */
void health_rejects(struct health_check *, int64_t rejects, int64_t records, int64_t rejected);

/* The field left out of most records in a day; path NULL: none. */
struct health_left_out {
	const char *type, *path, *reason;
	int64_t n;
};
void health_left_out(struct health_check *, const struct health_left_out *);

const char *health_word(enum health);		/* "ok", "warning", "fault" */

#endif
