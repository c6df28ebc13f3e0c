/* smtp_pool.c: run all sessions of one mail server together. */
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "net/smtp_pool.h"

void
smtp_pool_done(struct smtp *p, struct smtp_session *s, const struct smtp_response *a)
{
	s->job.there = false;
	p->set.done(p->set.arg, s->job.tag, a);
}

static size_t
smtp_pool_count(const struct smtp *p, bool (*which)(const struct smtp_session *))
{
	size_t n = 0;

	for (int i = 0; i < p->set.sessions; i++)
		n += which(&p->session[i]);
	return n;
}

/* A mail that waits because its session failed to connect. */
static bool
smtp_pool_parked(const struct smtp_session *s)
{
	return s->job.there && (s->state == SMTP_CLOSED || s->state == SMTP_BANNED);
}

static bool
smtp_pool_alive(const struct smtp_session *s)
{
	return s->state == SMTP_READY || s->state == SMTP_BUSY;
}

static bool
smtp_pool_connecting(const struct smtp_session *s)
{
	return s->state == SMTP_CONNECTING;
}

static void
pool_go_down(struct smtp *p, const struct err *why)
{
	struct smtp_response a = { .stage = SMTP_AT_CONNECT };

	if (!p->down)
		p->why = *why;
	p->down = true;
	snprintf(a.text, sizeof a.text, "%.*s", (int)sizeof a.text - 1, p->why.text);
	for (int i = 0; i < p->set.sessions; i++)
		if (smtp_pool_parked(&p->session[i]))
			smtp_pool_done(p, &p->session[i], &a);
}

void
smtp_pool_connect(struct smtp *p, struct smtp_session *s)
{
	struct err e = { 0 };

	if (!smtp_session_connect(s, p->multi, &p->set, &e))
		pool_go_down(p, &e);
}

static const struct smtp_response withheld = { .stage = SMTP_AT_CONNECT,
	.text = "was not handed off" };

/* A connection that was slow to open is kept for younger mails. */
void
smtp_pool_start(struct smtp *p, struct smtp_session *s)
{
	if (s->job.begin_by && clock_awake() >= s->job.begin_by)
		smtp_pool_done(p, s, &withheld);
	else
		smtp_session_start(s, p->set.timeout);
}

/* A session that fails is tolerated as long as another works. */
static void
pool_session_connected(struct smtp *p, struct smtp_session *s, CURLcode code)
{
	struct err e = { 0 };

	if (smtp_session_connected(s, code, &e)) {
		if (s->job.there)
			smtp_pool_start(p, s);
		return;
	}
	smtp_session_close(s, p->multi, false);
	s->state = SMTP_BANNED;
	if (smtp_pool_count(p, smtp_pool_alive) + smtp_pool_count(p, smtp_pool_connecting) == 0)
		pool_go_down(p, &e);
	else if (!p->down)
		p->why = e;
}

static void
take_connected(struct smtp *p)
{
	CURLMsg *m;
	int left, running;

	curl_multi_perform(p->multi, &running);
	while ((m = curl_multi_info_read(p->multi, &left))) {
		struct smtp_session *s = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&s);
		pool_session_connected(p, s, m->data.result);
	}
}

/* The server may report a required login only in response to a mail; this is an error of the
   session, not of the mail (RFC 4954 6). */
static bool
reply_rejects_session(const struct smtp_response *a)
{
	return a->stage == SMTP_AT_MAIL && (a->reply == 530 || a->reply == 538);
}

/* The next mail, of which only the envelope was sent, becomes the current one. */
static void
smtp_pool_go_on(struct smtp *p, struct smtp_session *s)
{
	if (!s->next.there)
		return;
	smtp_session_follow(s, p->set.timeout);
	if (s->easy)
		return;
	s->state = SMTP_CLOSED;
	if (p->down)
		pool_go_down(p, &p->why);
	else
		smtp_pool_connect(p, s);
}

/* Report the mail first, before an error ends the rest. */
static void
pool_mail_decided(struct smtp *p, struct smtp_session *s, struct smtp_response *a, bool last)
{
	struct err e = { 0 };

	p->broken = a->reply && a->reply != 421 ? 0 : p->broken + 1;
	if (last)
		smtp_session_close(s, p->multi, false);
	if (reply_rejects_session(a)) {
		err_set(&e, ERR_UNAVAILABLE, "smtp: the server requires a login: %d %s", a->reply,
		    a->text);
		*a = (struct smtp_response){ .stage = SMTP_AT_CONNECT };
		snprintf(a->text, sizeof a->text, "the server requires a login");
	} else if (p->broken >= SMTP_BROKEN_MAX)
		err_set(&e, ERR_AGAIN, "smtp: %d sessions failed in a row: %s",
		    p->broken, a->text);
	smtp_pool_done(p, s, a);
	if (e.kind != ERR_NONE)
		pool_go_down(p, &e);
	smtp_pool_go_on(p, s);
}

/* The server waits for a body that will not be sent: only closing the connection can cancel
   it. */
static void
smtp_pool_withhold(struct smtp *p, struct smtp_session *s)
{
	smtp_session_close(s, p->multi, false);
	smtp_pool_done(p, s, &withheld);
	smtp_pool_go_on(p, s);
}

void
smtp_pool_release(struct smtp *p, struct smtp_session *s)
{
	if (p->set.begin && !p->set.begin(p->set.arg, s->job.tag))
		smtp_pool_withhold(p, s);
	else
		smtp_session_release(s);
}

void
smtp_pool_turn(struct smtp *p, struct smtp_session *s)
{
	enum smtp_turn what;
	struct smtp_response a;
	bool released;

	do {
		what = smtp_session_turn(s, p->set.timeout, &a);
		if (what == SMTP_DECIDED || what == SMTP_DECIDED_LAST)
			pool_mail_decided(p, s, &a, what == SMTP_DECIDED_LAST);
		else if (what == SMTP_STALE) {
			smtp_session_close(s, p->multi, false);
			smtp_pool_connect(p, s);
		}
		released = what == SMTP_GOES_ON && s->held && !s->pipelining;
		if (released)
			smtp_pool_release(p, s);
	} while ((what == SMTP_DECIDED || released) && s->state == SMTP_BUSY);
}

static struct smtp_session *
smtp_pool_idle(struct smtp *p, enum smtp_state state)
{
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == state && !p->session[i].job.there)
			return &p->session[i];
	return NULL;
}

/* Moves the job of a session that failed to connect to a free one. */
static void
smtp_pool_unpark(struct smtp *p)
{
	for (int i = 0; i < p->set.sessions; i++) {
		struct smtp_session *from = &p->session[i], *to = smtp_pool_idle(p, SMTP_READY);
		struct smtp_job job;

		if (!smtp_pool_parked(from))
			continue;
		if (to == NULL && smtp_pool_count(p, smtp_pool_alive) + smtp_pool_count(p,
		    smtp_pool_connecting) == 0)
			to = smtp_pool_idle(p, SMTP_CLOSED);
		if (to == NULL)
			return;
		job = to->job;
		to->job = from->job;
		from->job = job;
		if (to->state == SMTP_READY)
			smtp_pool_start(p, to);
		else
			smtp_pool_connect(p, to);
	}
}

struct smtp_session *
smtp_pool_free(struct smtp *p)
{
	struct smtp_session *ready = smtp_pool_idle(p, SMTP_READY);

	return ready ? ready : smtp_pool_idle(p, SMTP_CLOSED);
}

struct smtp_session *
smtp_pool_held(struct smtp *p)
{
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == SMTP_BUSY && p->session[i].held)
			return &p->session[i];
	return NULL;
}

/* Mails without a session are not sent; the others are continued to their result. */
static void
smtp_pool_stop(struct smtp *p)
{
	struct err e = { 0 };

	if (p->down || stop_check(&e))
		return;
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == SMTP_CONNECTING)
			smtp_session_close(&p->session[i], p->multi, false);
	pool_go_down(p, &e);
}

void
smtp_pool_drive(struct smtp *p, int ms)
{
	if (ms)
		smtp_session_poll(p->session, p->set.sessions, p->multi, ms);
	smtp_pool_stop(p);
	if (smtp_pool_count(p, smtp_pool_connecting))
		take_connected(p);
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == SMTP_BUSY && p->session[i].due)
			smtp_pool_turn(p, &p->session[i]);
	if (smtp_pool_count(p, smtp_pool_parked)) {
		smtp_pool_unpark(p);
		if (smtp_pool_count(p, smtp_pool_alive) + smtp_pool_count(p, smtp_pool_connecting) == 0)
			pool_go_down(p, &p->why);
	}
}

void
smtp_pool_drive_alone(struct smtp *p, int ms)
{
	struct smtp_session *s;

	smtp_pool_drive(p, ms);
	while ((s = smtp_pool_held(p))) {
		smtp_pool_release(p, s);
		if (s->state == SMTP_BUSY)
			smtp_pool_turn(p, s);
	}
}

size_t
smtp_pool_mails(const struct smtp *p)
{
	size_t n = 0;

	for (int i = 0; i < p->set.sessions; i++)
		n += (size_t)p->session[i].job.there + p->session[i].next.there;
	return n;
}
