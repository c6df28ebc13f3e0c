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
has_next(const struct smtp_session *s)
{
	return s->next.there;
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

/* The next mail, of which nothing but the envelope has been said, is on its own now. */
static void
go_on(struct smtp *p, struct smtp_session *s)
{
	if (!s->next.there)
		return;
	smtp_session_follow(s, p->set.timeout);
	if (s->easy)
		return;
	s->state = SMTP_CLOSED;
	if (p->down)
		go_down(p, &p->why);
	else
		connect_session(p, s);
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
	go_on(p, s);
}

static void
turn(struct smtp *p, struct smtp_session *s)
{
	enum smtp_turn what;
	struct smtp_answer a;

	do {
		what = smtp_session_turn(s, p->set.timeout, &a);
		if (what == SMTP_DECIDED || what == SMTP_DECIDED_LAST)
			on_decided(p, s, &a, what == SMTP_DECIDED_LAST);
		else if (what == SMTP_STALE) {
			smtp_session_close(s, p->multi, false);
			connect_session(p, s);
		}
	} while (what == SMTP_DECIDED && s->state == SMTP_BUSY);
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

/* One whose mail waits for the next, so that one packet says what is left of it and begins
   the other (RFC 2920 3.1). */
static struct smtp_session *
held_session(struct smtp *p)
{
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == SMTP_BUSY && p->session[i].held)
			return &p->session[i];
	return NULL;
}

static void
drive(struct smtp *p, int ms)
{
	if (ms)
		smtp_session_poll(p->session, p->set.sessions, p->multi, ms);
	if (count(p, connecting))
		take_connected(p);
	for (int i = 0; i < p->set.sessions; i++)
		if (p->session[i].state == SMTP_BUSY && p->session[i].due)
			turn(p, &p->session[i]);
	if (count(p, parked)) {
		unpark(p);
		if (count(p, alive) + count(p, connecting) == 0)
			go_down(p, &p->why);
	}
}

/* The same when no mail comes for now: none waits for a next one. */
static void
drive_alone(struct smtp *p, int ms)
{
	struct smtp_session *s;

	drive(p, ms);
	while ((s = held_session(p))) {
		smtp_session_release(s);
		turn(p, s);
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

		drive_alone(p, ms < POLL_MAX ? (int)ms : POLL_MAX);
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

/* The mail is in the session's hand. */
static void
start(struct smtp *p, struct smtp_session *s)
{
	if (s->state == SMTP_CLOSED) {
		connect_session(p, s);
		return;
	}
	if (s->state == SMTP_READY)
		smtp_session_start(s, p->set.timeout);
	else
		smtp_session_release(s);
	turn(p, s);
}

bool
smtp_send(struct smtp *p, const char *from, const char *to, const char *bytes, size_t len,
    void *tag, struct err *e)
{
	struct smtp_session *s = NULL;
	struct smtp_job *job;

	wait_for_rate(p);
	while (!p->down && (s = free_session(p)) == NULL && (s = held_session(p)) == NULL)
		drive(p, POLL_MAX);
	if (p->down) {
		*e = p->why;
		return refuse(p, tag, e);
	}
	job = s->state == SMTP_BUSY ? &s->next : &s->job;
	if (!smtp_job_fill(job, from, to, bytes, len)) {
		err_set(e, ERR_BUG, "smtp: what is to be sent cannot be said in SMTP");
		return refuse(p, tag, e);
	}
	job->tag = tag;
	job->there = true;
	start(p, s);
	if (p->down)
		*e = p->why;
	return !p->down;
}

bool
smtp_wait(struct smtp *p, size_t outstanding_max, struct err *e)
{
	drive_alone(p, 0);
	while (count(p, has_job) + count(p, has_next) > (p->down ? 0 : outstanding_max))
		drive_alone(p, POLL_MAX);
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
		if (s->next.there) {
			smtp_session_follow(s, p->set.timeout);
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
