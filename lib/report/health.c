/* health.c: turn the figures of the pipeline into ok, warning, or fault. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "record/left.h"
#include "report/health.h"
#include "rule/gate.h"

#define HEALTH_VOLUME_WIDTH 3.5	/* standard deviations from the median that are normal */
#define HEALTH_VOLUME_TEXT 160
#define HEALTH_VOLUME_TIMES 2	/* up to that many times the median is never too much */
#define HEALTH_REASON_SHARE 90	/* percent of a store's messages of a day, skipped alike */
#define HEALTH_REASON_LEAST 10	/* with at least this many messages */

#define DURATION_TEXT 48
#define MORE_TEXT 64

/* "3d4h", "2h10m", "45s": precise enough for a person. */
static const char *
health_duration(crt_time t, char out[DURATION_TEXT])
{
	long long s = t < 0 ? 0 : (long long)(t / CLOCK_SECOND);

	if (s >= 86400)
		snprintf(out, DURATION_TEXT, "%lldd%lldh", s / 86400, s / 3600 % 24);
	else if (s >= 3600)
		snprintf(out, DURATION_TEXT, "%lldh%lldm", s / 3600, s / 60 % 60);
	else if (s >= 60)
		snprintf(out, DURATION_TEXT, "%lldm", s / 60);
	else
		snprintf(out, DURATION_TEXT, "%llds", s);
	return out;
}

static void
health_print(struct health_check *c, enum health state, const char *advice)
{
	c->state = state;
	c->advice = advice;
}

const char *
health_word(enum health h)
{
	return h == HEALTH_OK ? "ok" : h == HEALTH_WARNING ? "warning" : "fault";
}

/* The result of the latest completed run. */
static void
health_exit(struct health_check *c, const struct health_run *r)
{
	if (r->exit == EXIT_NONE || r->exit == EXIT_REJECTS) {
		snprintf(c->what, sizeof c->what, "the last run ended with %lld", (long long)r->exit);
		health_print(c, HEALTH_OK, "");
		return;
	}
	snprintf(c->what, sizeof c->what, "the last run ended with %lld: %.240s", (long long)r->exit,
	    r->reason ? r->reason : "no reason given");
	c->follows = r->exit == EXIT_IO;
	if (r->exit == EXIT_AGAIN)
		health_print(c, HEALTH_WARNING,
		    "this is temporary; if it persists, check the database and the provider");
	else
		health_print(c, HEALTH_FAULT, c->follows
		    ? "see the run of the command that reads its output; else free disk space"
		    : "run it by hand with -v and follow its hint");
}

void
health_run(struct health_check *c, const struct health_run *r, crt_time now, crt_time late)
{
	char ago[DURATION_TEXT];

	*c = (struct health_check){ .advice = "" };
	if (!r->began) {
		snprintf(c->what, sizeof c->what, "it has never run");
		health_print(c, HEALTH_FAULT, "enable its timer or cron entry");
	} else if (r->open > 1) {
		snprintf(c->what, sizeof c->what, "%lld runs began and did not end", (long long)r->open);
		health_print(c, HEALTH_FAULT,
		    "they hang or are killed; check the system log, then run it by hand");
	} else if (r->open == 1 && now - r->began_at > late) {
		snprintf(c->what, sizeof c->what, "a run began %s ago and has not ended",
		    health_duration(now - r->began_at, ago));
		health_print(c, HEALTH_WARNING, "it is still running or was killed; check the system log");
	} else if (r->open == 0 && now - r->ended_at > late) {
		snprintf(c->what, sizeof c->what, "late: the last run ended %s ago",
		    health_duration(now - r->ended_at, ago));
		health_print(c, HEALTH_FAULT, "check its timer or cron entry");
	} else if (!r->ended) {
		snprintf(c->what, sizeof c->what, "the first run is in progress");
	} else {
		health_exit(c, r);
	}
}

void
health_expiry(struct health_check *c, const char *what, crt_time until, crt_time warning,
    crt_time fault, crt_time now, const char *advice)
{
	crt_time left = until - now;
	char in[DURATION_TEXT];

	*c = (struct health_check){ .advice = "" };
	health_duration(left < 0 ? -left : left, in);
	if (left <= 0)
		snprintf(c->what, sizeof c->what, "%s expired %s ago", what, in);
	else
		snprintf(c->what, sizeof c->what, "%s expires in %s", what, in);
	if (left < warning || left <= 0)
		health_print(c, left < fault || left <= 0 ? HEALTH_FAULT : HEALTH_WARNING, advice);
}

void
health_certificate(struct health_check *c, const struct err *why)
{
	*c = (struct health_check){ .advice = "" };
	if (why->kind == ERR_UNAVAILABLE) {
		snprintf(c->what, sizeof c->what, "the certificate is invalid: %.300s", why->text);
		health_print(c, HEALTH_FAULT, "renew it, and reload the web server");
	} else {
		snprintf(c->what, sizeof c->what, "no TLS connection: %.300s", why->text);
		health_print(c, HEALTH_WARNING, "check the web server; if this machine cannot reach it, "
		    "set web_timeout: 0s");
	}
}

void
health_orders(struct health_check *c, crt_time max_age, const crt_time *seen,
    enum health_source source, crt_time now)
{
	static const char *const advice[] = {
		"send crt.sync.checkpoint in the feed, or set orders_max_age=off",
		"run: crt-sync store set STORE --credentials FILE; then run: crt-sync | crt-ingest",
		"run: crt-sync | crt-ingest",
	};
	char ago[DURATION_TEXT];

	*c = (struct health_check){ .advice = "" };
	if (max_age == 0) {
		snprintf(c->what, sizeof c->what, "orders arrive by push only (orders_max_age is off)");
	} else if (seen == NULL) {
		snprintf(c->what, sizeof c->what,
		    "its orders have never been synced completely; messages are held");
		health_print(c, HEALTH_FAULT, advice[source]);
	} else {
		snprintf(c->what, sizeof c->what, "the last complete order sync was %s ago",
		    health_duration(now - *seen, ago));
		if (now - *seen > max_age)
			health_print(c, HEALTH_FAULT, "messages are held until the order sync runs again");
	}
}

void
health_hooks(struct health_check *c, const crt_time *seen, int64_t missed, crt_time first,
    crt_time now)
{
	char ago[DURATION_TEXT], since[DURATION_TEXT];

	*c = (struct health_check){ .advice = "" };
	if (seen && missed >= HEALTH_HOOKS_LEAST && now - first > HEALTH_HOOKS_LATE) {
		snprintf(c->what, sizeof c->what, "webhooks have stopped: the last one came %s ago, and "
		    "polls alone found %lld later changes, the first %s ago",
		    health_duration(now - *seen, ago),
		    (long long)missed, health_duration(now - first, since));
		health_print(c, HEALTH_WARNING, "find the cause: crt-sync hooks check");
		return;
	}
	if (seen) {
		snprintf(c->what, sizeof c->what, "the last webhook came %s ago",
		    health_duration(now - *seen, ago));
		return;
	}
	snprintf(c->what, sizeof c->what, "no webhook of the shop has ever arrived");
	health_print(c, HEALTH_WARNING, "find the cause: crt-sync hooks check");
}

void
health_rejected_orders(struct health_check *c, int64_t n, const char *ids, crt_time first,
    crt_time now)
{
	char ago[DURATION_TEXT], more[MORE_TEXT] = "";

	*c = (struct health_check){ .advice = "" };
	health_duration(now - first, ago);
	if (n > HEALTH_ORDERS_NAMED)
		snprintf(more, sizeof more, " and %lld more (crt-ingest rejects list)",
		    (long long)(n - HEALTH_ORDERS_NAMED));
	if (n == 1)
		snprintf(c->what, sizeof c->what, "1 order was rejected %s ago, with the ID %s; "
		    "messages are held, as it may be any customer's", ago, ids);
	else
		snprintf(c->what, sizeof c->what, "%lld orders were rejected, the first %s ago, with the"
		    " IDs %s%s; messages are held, as they may be any customer's", (long long)n, ago, ids,
		    more);
	health_print(c, HEALTH_FAULT,
	    "see crt-ingest rejects list; then crt-ingest rejects retry ID, or drop ID");
}

void
health_failures(int64_t n, char out[HEALTH_FAILURES_TEXT])
{
	if (n == 1)
		snprintf(out, HEALTH_FAILURES_TEXT, "the last poll failed");
	else
		snprintf(out, HEALTH_FAILURES_TEXT, "%lld polls in a row failed", (long long)n);
}

void
health_sync(struct health_check *c, const struct health_sync *s, crt_time now)
{
	char ago[DURATION_TEXT], failures[HEALTH_FAILURES_TEXT];

	*c = (struct health_check){ .advice = "" };
	if (s->failures == 0 && !s->polled) {
		snprintf(c->what, sizeof c->what, "never polled");
		health_print(c, HEALTH_WARNING, "run crt-poll, and enable its timer or cron entry");
		return;
	}
	if (s->failures == 0) {
		snprintf(c->what, sizeof c->what, "the last poll succeeded");
		return;
	}
	health_failures(s->failures, failures);
	snprintf(c->what, sizeof c->what, "%s%s %s ago: %.200s", failures,
	    s->failures > 1 ? ", the last" : "", health_duration(now - s->last, ago),
	    s->reason ? s->reason : "no reason given");
	health_print(c, s->error ? HEALTH_FAULT : HEALTH_WARNING,
	    s->error ? "fix the cause, then run: crt-sync --include-backed-off | crt-ingest"
	    : "this may be temporary");
}

void
health_reason(struct health_check *c, const char *reason, int64_t n, int64_t of)
{
	bool consent = gate_find(reason) == GATE_NAME_no_consent;

	*c = (struct health_check){ .advice = "" };
	snprintf(c->what, sizeof c->what, "%lld of %lld messages of a day were skipped: %.40s",
	    (long long)n, (long long)of, reason);
	if (consent && n == of)
		health_print(c, HEALTH_WARNING,
		    "no customer has consented, or the platform reports no consent: "
		    "see consent_basis in crt-sync(1)");
	else if (of >= HEALTH_REASON_LEAST
	    && (double)n * 100 > (double)of * HEALTH_REASON_SHARE)
		health_print(c, HEALTH_WARNING, consent ? "see consent_basis in crt-sync(1)"
		    : "find the cause: crt-campaign explain CART");
}

static const char *
health_volume_advice(const struct health_volume *v, bool high)
{
	if (strcmp(v->step, "abandoned") == 0)
		return high
		    ? "check for bots and for a feed that is delivered twice: crt-report --by day"
		    : "check whether the shop still delivers its carts: crt-sync store test STORE";
	if (high)
		return "see what was sent, and pause a campaign if it is wrong: "
		    "crt-report performance --by step";
	return v->campaign ? "see why its messages are held or skipped: crt-report --part messages"
	    : "see why messages are held or skipped: crt-report";
}

/* The deviation is at least that of independent events with this mean. */
void
health_volume(struct health_check *c, const struct health_volume *v)
{
	double chance = sqrt(v->median), spread = 1.4826 * v->mad, n = (double)v->n;
	double width = HEALTH_VOLUME_WIDTH * (spread > chance ? spread : chance);
	bool low = n < v->median - width || v->n == 0;
	bool high = n > v->median + width && n > HEALTH_VOLUME_TIMES * v->median;
	char of[HEALTH_VOLUME_TEXT] = "";

	*c = (struct health_check){ .advice = "" };
	if (v->median < HEALTH_VOLUME_LEAST || !(low || high))
		return;
	if (v->campaign)
		snprintf(of, sizeof of, " of step %lld of \"%.100s\"", (long long)v->number, v->campaign);
	snprintf(c->what, sizeof c->what, "%lld %s%s were %s in %s it was %.0f", (long long)v->n,
	    strcmp(v->step, "abandoned") == 0 ? "carts" : "messages", of,
	    strcmp(v->step, "abandoned") == 0 ? "abandoned" : "sent", v->days == 1
	    ? "a day; on the same day of the weeks before" : "7 days; in the weeks before", v->median);
	health_print(c, HEALTH_WARNING, health_volume_advice(v, high));
}

void
health_held(struct health_check *c, const struct health_messages *m)
{
	*c = (struct health_check){ .advice = "" };
	snprintf(c->what, sizeof c->what, "%lld held, %lld of them longer than planned",
	    (long long)m->held, (long long)m->held_overdue);
	if (m->held_settings) {
		snprintf(c->what, sizeof c->what, "%lld held, %lld of them because of store settings",
		    (long long)m->held, (long long)m->held_settings);
		health_print(c, HEALTH_FAULT, "find the store and the setting: crt doctor");
	} else if (m->held_overdue)
		health_print(c, HEALTH_WARNING, "the next crt-campaign checks them again");
}

void
health_unknown(struct health_check *c, const struct health_messages *m)
{
	int64_t n = m->unknown + m->lost;

	*c = (struct health_check){ .advice = "" };
	snprintf(c->what, sizeof c->what, "the delivery of %lld is uncertain",
	    (long long)n);
	if (n)
		health_print(c, HEALTH_FAULT, "resolve them: crt-send reconcile");
}

void
health_queued(struct health_check *c, const struct health_messages *m)
{
	*c = (struct health_check){ .advice = "" };
	snprintf(c->what, sizeof c->what, "%lld are overdue", (long long)m->queued_overdue);
	if (m->queued_overdue)
		health_print(c, HEALTH_FAULT, "run crt-send and read its output");
}

static bool
health_many(int64_t bad, int64_t all)
{
	return bad > 0 && (double)bad * 100 >= (double)all * HEALTH_SHARE;
}

void
health_failed(struct health_check *c, const struct health_messages *m)
{
	*c = (struct health_check){ .advice = "" };
	snprintf(c->what, sizeof c->what, "%lld of %lld mails failed in a day", (long long)m->failed,
	    (long long)m->handed_off);
	if (health_many(m->failed, m->handed_off))
		health_print(c, HEALTH_FAULT,
		    "see the reasons: crt-report; failed mails are not sent again");
	else if (m->failed)
		health_print(c, HEALTH_WARNING, "see the reasons: crt-report");
}

void
health_rejects(struct health_check *c, int64_t rejects, int64_t records, int64_t rejected)
{
	*c = (struct health_check){ .advice = "" };
	snprintf(c->what, sizeof c->what, "%lld rejects in a day, of %lld records that came",
	    (long long)rejects, (long long)(records + rejected));
	/* Rejects that were resolved need no attention. */
	if (health_many(rejects < rejected ? rejects : rejected, records + rejected))
		health_print(c, HEALTH_FAULT, "the source has changed; see crt-ingest rejects list");
	else if (rejects)
		health_print(c, HEALTH_WARNING, "see crt-ingest rejects list");
}

void
health_left_out(struct health_check *c, const struct health_left_out *g)
{
	enum left_reason why;

	*c = (struct health_check){ .advice = "" };
	if (g->path == NULL) {
		snprintf(c->what, sizeof c->what, "no field was left out in a day");
		return;
	}
	why = left_find(g->reason);
	snprintf(c->what, sizeof c->what, "%s: %s %s: %s %s %lld records in a day", g->type, g->path,
	    g->reason, left_outcome(why), left_result(why) == LEFT_OUT ? "of" : "in",
	    (long long)g->n);
	health_print(c, HEALTH_WARNING, "the records are used; correct the field in the shop");
}
