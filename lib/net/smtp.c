/* smtp.c: send mails to one mail server within its rate limit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/smtp_pool.h"

bool
smtp_open(struct smtp **out, const struct smtp_settings *set, struct err *e)
{
	struct smtp *p;

	*out = NULL;
	if (!smtp_settings_ok(set, e))
		return false;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, ERR_AGAIN, "smtp: libcurl does not start");
	p = mem_get(sizeof *p);
	p->set = *set;
	if (p->set.timeout == 0)
		p->set.timeout = SMTP_TIMEOUT;
	p->multi = mem_must(curl_multi_init());
	p->session = mem_get((size_t)set->sessions * sizeof *p->session);
	for (int i = 0; i < set->sessions; i++)
		smtp_session_init(&p->session[i]);
	*out = p;
	return true;
}

static void
wait_for_rate(struct smtp *p)
{
	crt_time now = clock_steady();

	if (p->set.rate <= 0)
		return;
	for (; now < p->next && !p->down; now = clock_steady()) {
		crt_time ms = (p->next - now + 999) / 1000;

		smtp_pool_drive_alone(p, ms < SMTP_POLL_MAX ? (int)ms : SMTP_POLL_MAX);
	}
	p->next = now + (crt_time)((double)CLOCK_SECOND / p->set.rate);
}

static bool
smtp_refuse(struct smtp *p, void *tag, struct err *e)
{
	struct smtp_response a = { .stage = SMTP_AT_CONNECT };

	snprintf(a.text, sizeof a.text, "%.*s", (int)sizeof a.text - 1, e->text);
	p->set.done(p->set.arg, tag, &a);
	return false;
}

/* Starts or continues the session, which has just taken the mail. */
static void
smtp_start(struct smtp *p, struct smtp_session *s)
{
	if (s->state == SMTP_CLOSED) {
		smtp_pool_connect(p, s);
		return;
	}
	if (s->state == SMTP_READY)
		smtp_pool_start(p, s);
	else
		smtp_pool_release(p, s);
	if (s->state == SMTP_BUSY)
		smtp_pool_turn(p, s);
}

bool
smtp_send(struct smtp *p, const char *from, const char *to, const char *bytes, size_t len,
    crt_time begin_by, crt_time until, void *tag, struct err *e)
{
	struct smtp_session *s = NULL;
	struct smtp_job *job;

	wait_for_rate(p);
	while (!p->down && (s = smtp_pool_free(p)) == NULL && (s = smtp_pool_held(p)) == NULL)
		smtp_pool_drive(p, SMTP_POLL_MAX);
	if (p->down) {
		*e = p->why;
		return smtp_refuse(p, tag, e);
	}
	job = s->state == SMTP_BUSY ? &s->next : &s->job;
	if (!smtp_job_fill(job, from, to, bytes, len)) {
		err_set(e, ERR_BUG, "smtp: an address of the mail is not valid in SMTP");
		return smtp_refuse(p, tag, e);
	}
	job->tag = tag;
	job->begin_by = begin_by;
	job->until = until;
	job->there = true;
	smtp_start(p, s);
	if (p->down)
		*e = p->why;
	return !p->down;
}

bool
smtp_wait(struct smtp *p, size_t outstanding_max, struct err *e)
{
	smtp_pool_drive_alone(p, 0);
	while (smtp_pool_mails(p) > (p->down ? 0 : outstanding_max))
		smtp_pool_drive_alone(p, SMTP_POLL_MAX);
	if (p->down)
		*e = p->why;
	return !p->down;
}

void
smtp_close(struct smtp *p)
{
	struct smtp_response a;

	if (p == NULL)
		return;
	for (int i = 0; i < p->set.sessions; i++) {
		struct smtp_session *s = &p->session[i];

		if (s->job.there) {
			smtp_session_lost(s, "given up", &a);
			smtp_pool_done(p, s, &a);
		}
		if (s->next.there) {
			smtp_session_follow(s, p->set.timeout);
			smtp_session_lost(s, "given up", &a);
			smtp_pool_done(p, s, &a);
		}
		smtp_session_close(s, p->multi, true);
		smtp_session_free(s);
	}
	curl_multi_cleanup(p->multi);
	free(p->session);
	free(p);
	curl_global_cleanup();
}
