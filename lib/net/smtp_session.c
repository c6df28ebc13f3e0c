/* smtp_session.c: the SMTP dialogue of one mail on an open connection. */
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "net/smtp_session.h"

#define READS_MAX 64		/* reads in a row, so that a busy server does not block the others */

static bool
session_sent_all(const struct smtp_session *s)
{
	return s->sent == s->out.len;
}

static bool
sent_body(const struct smtp_session *s)
{
	return s->body_end && s->sent >= s->body_end;
}

static enum smtp_stage
session_stage(const struct smtp_session *s)
{
	switch (s->awaited) {
	case SMTP_DO_RSET:
	case SMTP_DO_MAIL:
		return SMTP_AT_MAIL;
	case SMTP_DO_RCPT:
		return SMTP_AT_RCPT;
	case SMTP_DO_DATA:
		return SMTP_AT_DATA;
	default:
		return sent_body(s) ? SMTP_AT_END : SMTP_AT_DATA;
	}
}

void
smtp_session_lost(const struct smtp_session *s, const char *why, struct smtp_response *a)
{
	if (s->refused.reply) {
		*a = s->refused;
		return;
	}
	*a = (struct smtp_response){
	    .stage = s->state == SMTP_BUSY ? session_stage(s) : SMTP_AT_CONNECT };
	snprintf(a->text, sizeof a->text, "%s", why);
}

crt_time
smtp_reply_wait(crt_time timeout, bool at_end)
{
	if (!at_end || timeout > SMTP_END_MAX)
		return timeout;
	return timeout < SMTP_END_MAX / SMTP_END_FACTOR ? timeout * SMTP_END_FACTOR : SMTP_END_MAX;
}

static void
set_deadline(struct smtp_session *s, crt_time timeout)
{
	s->deadline = clock_steady()
	    + smtp_reply_wait(timeout, s->awaited == SMTP_DO_END && sent_body(s));
}

static void
smtp_session_request(struct smtp_session *s, enum smtp_step step)
{
	const struct str *what = step == SMTP_DO_MAIL ? &s->job.mail
	    : step == SMTP_DO_RCPT ? &s->job.rcpt : &s->job.body;

	if (session_sent_all(s)) {
		str_cut(&s->out, 0);
		s->sent = 0;
	}
	if (step == SMTP_DO_RSET)
		str_puts(&s->out, "RSET\r\n");
	else if (step == SMTP_DO_DATA)
		str_puts(&s->out, "DATA\r\n");
	else if (step == SMTP_DO_END && s->refused.reply)
		str_puts(&s->out, ".\r\n");	/* DATA was sent with it (RFC 2920 3.1) */
	else
		str_add(&s->out, what->data, what->len);
	if (step == SMTP_DO_END)
		s->body_end = s->out.len;
	s->requested = step;
}

/* Sends all commands up to DATA at once if the server allows it. */
static void
smtp_session_request_from(struct smtp_session *s, enum smtp_step step)
{
	smtp_session_request(s, step);
	while (s->pipelining && s->requested < SMTP_DO_DATA)
		smtp_session_request(s, s->requested + 1);
}

static void
smtp_session_begin(struct smtp_session *s, enum smtp_step awaited)
{
	s->state = SMTP_BUSY;
	s->replied = s->held = false;
	s->refused.reply = 0;
	s->body_end = 0;
	s->awaited = awaited;
}

void
smtp_session_release(struct smtp_session *s)
{
	s->held = false;
	smtp_session_request(s, SMTP_DO_END);
	s->due = true;
	if (!s->next.there)
		return;
	str_add(&s->out, s->next.mail.data, s->next.mail.len);
	str_add(&s->out, s->next.rcpt.data, s->next.rcpt.len);
	str_puts(&s->out, "DATA\r\n");
}

void
smtp_session_follow(struct smtp_session *s, crt_time timeout)
{
	struct smtp_job over = s->job;

	s->job = s->next;
	s->next = over;
	smtp_session_begin(s, SMTP_DO_MAIL);
	s->requested = SMTP_DO_DATA;
	set_deadline(s, timeout);
}

void
smtp_session_start(struct smtp_session *s, crt_time timeout)
{
	smtp_session_begin(s, s->reset ? SMTP_DO_RSET : SMTP_DO_MAIL);
	s->due = true;
	s->in_at = s->in_n = 0;
	str_cut(&s->out, 0);
	s->sent = 0;
	smtp_session_request_from(s, s->awaited);
	s->reset = false;
	set_deadline(s, timeout);
}

static void
response_from_reply(const struct smtp_session *s, enum smtp_stage stage, struct smtp_response *a)
{
	*a = (struct smtp_response){ .stage = stage, .reply = s->reply.code,
	    .leads = s->reply.leads };
	snprintf(a->enhanced, sizeof a->enhanced, "%s", s->reply.enhanced);
	snprintf(a->text, sizeof a->text, "%s", s->reply.text);
}

/* Refused midway: the transaction stays open on the server until RSET. */
static enum smtp_turn
smtp_session_decided(struct smtp_session *s, const struct smtp_response *with,
    struct smtp_response *a)
{
	if (a != with)
		*a = *with;
	s->reset = a->stage != SMTP_AT_END;
	s->used = true;
	s->state = SMTP_READY;
	return SMTP_DECIDED;
}

static bool
smtp_session_positive(const struct smtp_session *s)
{
	return s->reply.code / 100 == (s->awaited == SMTP_DO_DATA ? 3 : 2);
}

static enum smtp_turn
take_reply(struct smtp_session *s, struct smtp_response *a)
{
	enum smtp_stage stage = session_stage(s);
	bool early = s->awaited == SMTP_DO_END && !sent_body(s);

	if (s->reply.code == 421 && !s->replied && s->used)
		return SMTP_STALE;
	s->replied = true;
	if (s->awaited == SMTP_DO_DATA && s->used && s->refused.reply == 0 && s->reply.code / 100 == 2)
		return SMTP_STALE;	/* an extra reply to the last mail has shifted all replies since */
	if (s->reply.code == 421 || early) {
		response_from_reply(s, stage, a);
		if (s->refused.reply)
			*a = s->refused;
		return SMTP_DECIDED_LAST;
	}
	if (!smtp_session_positive(s) && s->reply.code < 400) {
		smtp_session_lost(s, "the server sent an unexpected reply", a);
		return SMTP_DECIDED_LAST;
	}
	if (s->awaited == SMTP_DO_END) {
		response_from_reply(s, stage, a);
		return smtp_session_decided(s, s->refused.reply ? &s->refused : a, a);
	}
	if (!smtp_session_positive(s) && s->awaited != SMTP_DO_RSET && s->refused.reply == 0)
		response_from_reply(s, stage, &s->refused);
	if (s->requested == s->awaited) {
		if (s->refused.reply && !(s->awaited == SMTP_DO_DATA && smtp_session_positive(s)))
			return smtp_session_decided(s, &s->refused, a);
		s->held = s->awaited == SMTP_DO_DATA && s->refused.reply == 0;
		if (!s->held)
			smtp_session_request_from(s, s->requested + 1);
	}
	s->awaited++;
	return SMTP_GOES_ON;
}

/* Reads up to a result; later bytes belong to the next job. */
static enum smtp_turn
take_bytes(struct smtp_session *s, struct smtp_response *a)
{
	enum smtp_turn turn = SMTP_GOES_ON;

	while (s->in_at < s->in_n && turn == SMTP_GOES_ON) {
		size_t used;
		enum smtp_feed fed = smtp_reply_feed(&s->reply, s->in + s->in_at,
		    s->in_n - s->in_at, &used);

		if (fed == SMTP_NONSENSE) {
			smtp_session_lost(s, "the server's reply is not SMTP", a);
			return SMTP_DECIDED_LAST;
		}
		s->in_at += used;
		if (fed == SMTP_REPLY)
			turn = take_reply(s, a);
	}
	return turn;
}

static enum smtp_turn
smtp_session_broken(struct smtp_session *s, const char *why, struct smtp_response *a)
{
	if (s->used && !s->replied)
		return SMTP_STALE;
	smtp_session_lost(s, why, a);
	return SMTP_DECIDED_LAST;
}

static CURLcode
smtp_session_push(struct smtp_session *s)
{
	CURLcode code = CURLE_OK;
	size_t n;

	while (!session_sent_all(s) && code == CURLE_OK) {
		n = 0;
		code = curl_easy_send(s->easy, s->out.data + s->sent, s->out.len - s->sent, &n);
		s->sent += n;
		if (n == 0)
			break;
	}
	return code == CURLE_AGAIN ? CURLE_OK : code;
}

/* A total limit, however steadily the server responds. */
static bool
smtp_session_overdue(const struct smtp_session *s)
{
	return stop_overdue() || (s->job.until && clock_awake() >= s->job.until);
}

static enum smtp_turn
session_timed_out(const struct smtp_session *s, struct smtp_response *a)
{
	smtp_session_lost(s, "given up: it took too long", a);
	return SMTP_DECIDED_LAST;
}

/* Read before reporting a failed send: the server may have given the reason. */
enum smtp_turn
smtp_session_turn(struct smtp_session *s, crt_time timeout, struct smtp_response *a)
{
	CURLcode in = CURLE_OK, out = CURLE_OK;
	enum smtp_step awaited = s->awaited;
	size_t sent = s->sent, n;
	enum smtp_turn turn;

	if (smtp_session_overdue(s) && !sent_body(s))
		return session_timed_out(s, a);
	turn = take_bytes(s, a);

	for (int i = 0; i < READS_MAX && turn == SMTP_GOES_ON; i++) {
		if (out == CURLE_OK)
			out = smtp_session_push(s);
		in = curl_easy_recv(s->easy, s->in, sizeof s->in, &n);
		if (in == CURLE_AGAIN)
			break;
		if (in != CURLE_OK || n == 0)
			return smtp_session_broken(s, "the connection broke", a);
		s->in_at = 0;
		s->in_n = n;
		turn = take_bytes(s, a);
	}
	s->due = in != CURLE_AGAIN;
	if (turn != SMTP_GOES_ON)
		return turn;
	if (out != CURLE_OK)
		return smtp_session_broken(s, "the connection broke", a);
	if (smtp_session_overdue(s))
		return session_timed_out(s, a);
	if (sent != s->sent || awaited != s->awaited)
		set_deadline(s, timeout);
	else if (clock_steady() >= s->deadline) {
		smtp_session_lost(s, "no reply in time", a);
		return SMTP_DECIDED_LAST;
	}
	return SMTP_GOES_ON;
}

void
smtp_session_poll(struct smtp_session *list, int count, CURLM *multi, int ms)
{
	struct curl_waitfd fds[SMTP_SESSIONS_MAX];
	struct smtp_session *of[SMTP_SESSIONS_MAX];
	unsigned n = 0;

	for (struct smtp_session *s = list; s < list + count; s++) {
		if (s->state != SMTP_BUSY)
			continue;
		of[n] = s;
		fds[n++] = (struct curl_waitfd){ .fd = s->fd, .events = (short)(CURL_WAIT_POLLIN
		    | (session_sent_all(s) ? 0 : CURL_WAIT_POLLOUT)) };
	}
	curl_multi_poll(multi, fds, n, ms, NULL);
	while (n--)
		of[n]->due |= fds[n].revents != 0 || clock_steady() >= of[n]->deadline
		    || smtp_session_overdue(of[n]);
}
