/* smtp.c: the sessions of one mail server and who gets the next mail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/smtp_session.h"

#define POLL_MAX 1000		/* ms; deadlines are looked at this often */

struct smtp {
	struct smtp_settings set;
	CURLM *multi;
	struct smtp_session *session;	/* set.sessions of them */
	crt_time next;			/* steady: no mail before this, by the rate */
	int broken;			/* connections lost or ended (421) with a mail on them, in a row */
	bool down;
	struct err why;			/* if it is down */
};

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
done(struct smtp *p, struct smtp_session *s, const struct smtp_answer *a)
{
	s->job.there = false;
	p->set.done(p->set.arg, s->job.tag, a);
}

static size_t
count(const struct smtp *p, bool (*which)(const struct smtp_session *))
{
	size_t n = 0;

	for (int i = 0; i < p->set.sessions; i++)
		n += which(&p->session[i]);
	return n;
}

static bool
has_job(const struct smtp_session *s)
{
	return s->job.there;
}

/* A mail whose own session could not be had. */
static bool
parked(const struct smtp_session *s)
{
	return s->job.there && (s->state == SMTP_CLOSED || s->state == SMTP_BANNED);
}

static bool
alive(const struct smtp_session *s)
{
	return s->state == SMTP_READY || s->state == SMTP_BUSY;
}

static bool
connecting(const struct smtp_session *s)
{
	return s->state == SMTP_CONNECTING;
}

static void
go_down(struct smtp *p, const struct err *why)
{
	struct smtp_answer a = { .stage = SMTP_AT_CONNECT };

	if (!p->down)
		p->why = *why;
	p->down = true;
	snprintf(a.text, sizeof a.text, "%.*s", (int)sizeof a.text - 1, p->why.text);
	for (int i = 0; i < p->set.sessions; i++)
		if (parked(&p->session[i]))
			done(p, &p->session[i], &a);
}

static void
connect_session(struct smtp *p, struct smtp_session *s)
{
	struct err e = { 0 };

	if (!smtp_session_connect(s, p->multi, &p->set, &e))
		go_down(p, &e);
}

/* One session less is no trouble as long as there is another. */
static void
on_connected(struct smtp *p, struct smtp_session *s, CURLcode code)
{
	struct err e = { 0 };

	if (smtp_session_connected(s, code, &e)) {
		if (s->job.there)
			smtp_session_start(s, p->set.timeout);
		return;
	}
	smtp_session_close(s, p->multi, false);
	s->state = SMTP_BANNED;
	if (count(p, alive) + count(p, connecting) == 0)
		go_down(p, &e);
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
		on_connected(p, s, m->data.result);
	}
}

/* A server that wants a login says so to a mail, and means us (RFC 4954 6). */
static bool
means_us(const struct smtp_answer *a)
{
	return a->stage == SMTP_AT_MAIL && (a->reply == 530 || a->reply == 538);
}

/* First the mail is done, then the rest may fall. */
static void
on_decided(struct smtp *p, struct smtp_session *s, struct smtp_answer *a, bool last)
{
	struct err e = { 0 };

	p->broken = a->reply && a->reply != 421 ? 0 : p->broken + 1;
	if (last)
		smtp_session_close(s, p->multi, false);
	if (means_us(a)) {
		err_set(&e, ERR_UNAVAILABLE, "smtp: the server wants a login: %d %s", a->reply,
		    a->text);
		*a = (struct smtp_answer){ .stage = SMTP_AT_CONNECT };
		snprintf(a->text, sizeof a->text, "the server wants a login");
	} else if (p->broken >= SMTP_BROKEN_MAX)
		err_set(&e, ERR_AGAIN, "smtp: %d sessions broke one after another: %s",
		    p->broken, a->text);
	done(p, s, a);
	if (e.kind != ERR_NONE)
		go_down(p, &e);
}

static void
turn(struct smtp *p, struct smtp_session *s)
{
	struct smtp_answer a;

	switch (smtp_session_turn(s, p->set.timeout, &a)) {
	case SMTP_GOES_ON:
		break;
	case SMTP_DECIDED:
		on_decided(p, s, &a, false);
		break;
	case SMTP_DECIDED_LAST:
		on_decided(p, s, &a, true);
		break;
	case SMTP_STALE:
		smtp_session_close(s, p->multi, false);
		connect_session(p, s);
		break;
	}
}

static struct smtp_session *
idle(struct smtp *p, enum smtp_state state)
{
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == state && !p->session[i].job.there)
			return &p->session[i];
	return NULL;
}

/* The job of a session that could not be had goes to one that is free. */
static void
unpark(struct smtp *p)
{
	for (int i = 0; i < p->set.sessions; i++) {
		struct smtp_session *from = &p->session[i], *to = idle(p, SMTP_READY);
		struct smtp_job job;

		if (!parked(from))
			continue;
		if (to == NULL && count(p, alive) + count(p, connecting) == 0)
			to = idle(p, SMTP_CLOSED);
		if (to == NULL)
			return;
		job = to->job;
		to->job = from->job;
		from->job = job;
		if (to->state == SMTP_READY)
			smtp_session_start(to, p->set.timeout);
		else
			connect_session(p, to);
	}
}

static struct smtp_session *
free_session(struct smtp *p)
{
	struct smtp_session *ready = idle(p, SMTP_READY);

	return ready ? ready : idle(p, SMTP_CLOSED);
}

/* Wait until a session can go on, at most ms. */
static void
poll_sessions(struct smtp *p, int ms)
{
	struct curl_waitfd fds[SMTP_SESSIONS_MAX];
	unsigned n = 0;

	for (int i = 0; i < p->set.sessions; i++) {
		struct smtp_session *s = &p->session[i];

		if (s->state == SMTP_BUSY)
			fds[n++] = (struct curl_waitfd){ .fd = s->fd,
			    .events = (short)(CURL_WAIT_POLLIN
			        | (s->sent < s->out.len ? CURL_WAIT_POLLOUT : 0)) };
	}
	curl_multi_poll(p->multi, fds, n, ms, NULL);
}

static void
drive(struct smtp *p, int ms)
{
	if (ms)
		poll_sessions(p, ms);
	if (count(p, connecting))
		take_connected(p);
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == SMTP_BUSY)
			turn(p, &p->session[i]);
	if (count(p, parked)) {
		unpark(p);
		if (count(p, alive) + count(p, connecting) == 0)
			go_down(p, &p->why);
	}
}

static void
wait_for_rate(struct smtp *p)
{
	crt_time now = clock_steady();

	if (p->set.rate <= 0)
		return;
	for (; now < p->next && !p->down; now = clock_steady()) {
		crt_time ms = (p->next - now + 999) / 1000;

		drive(p, ms < POLL_MAX ? (int)ms : POLL_MAX);
	}
	p->next = now + (crt_time)((double)CLOCK_SECOND / p->set.rate);
}

static bool
refuse(struct smtp *p, void *tag, struct err *e)
{
	struct smtp_answer a = { .stage = SMTP_AT_CONNECT };

	snprintf(a.text, sizeof a.text, "%.*s", (int)sizeof a.text - 1, e->text);
	p->set.done(p->set.arg, tag, &a);
	return false;
}

bool
smtp_send(struct smtp *p, const char *from, const char *to, const char *bytes, size_t len,
    void *tag, struct err *e)
{
	struct smtp_session *s = NULL;

	wait_for_rate(p);
	while (!p->down && (s = free_session(p)) == NULL)
		drive(p, POLL_MAX);
	if (p->down) {
		*e = p->why;
		return refuse(p, tag, e);
	}
	if (!smtp_job_fill(&s->job, from, to, bytes, len)) {
		err_set(e, ERR_BUG, "smtp: what is to be sent cannot be said in SMTP");
		return refuse(p, tag, e);
	}
	s->job.tag = tag;
	s->job.there = true;
	if (s->state == SMTP_READY) {
		smtp_session_start(s, p->set.timeout);
		turn(p, s);
	} else
		connect_session(p, s);
	if (p->down)
		*e = p->why;
	return !p->down;
}

bool
smtp_wait(struct smtp *p, size_t outstanding_max, struct err *e)
{
	drive(p, 0);
	while (count(p, has_job) > (p->down ? 0 : outstanding_max))
		drive(p, POLL_MAX);
	if (p->down)
		*e = p->why;
	return !p->down;
}

void
smtp_close(struct smtp *p)
{
	struct smtp_answer a;

	if (p == NULL)
		return;
	for (int i = 0; i < p->set.sessions; i++) {
		struct smtp_session *s = &p->session[i];

		if (s->job.there) {
			smtp_session_lost(s, "given up", &a);
			done(p, s, &a);
		}
		smtp_session_close(s, p->multi, true);
		smtp_session_free(s);
	}
	curl_multi_cleanup(p->multi);
	free(p->session);
	free(p);
	curl_global_cleanup();
}
