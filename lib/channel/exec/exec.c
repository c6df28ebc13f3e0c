/* exec.c: hand off messages to a program of the user's, which reports the status of each. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/stop.h"
#include "base/word.h"
#include "channel/exec/exec.h"
#include "channel/kind.h"
#include "json/value.h"

/*
 * A message is one line of JSON on the program's standard input, a report one line on its
 * standard output. From the newline on the program may have taken the message; without a
 * report in time its status is unknown. The program is then ended, because a late report would
 * have no place to go.
 */
struct exec_slot {
	struct channel_message *message;	/* NULL: free */
	crt_time until;				/* steady: when its report is overdue */
};

struct exec_channel {
	struct channel_settings set;
	struct program program;
	struct exec_slot slot[CHANNEL_PARALLEL_MAX];
	size_t in_flight;
	crt_time next;				/* steady: earliest start of the next message */
	struct str line, report;
	struct err why;				/* why the program cannot be used any more */
};

/* Without CHANNEL_UNTRIED: the program has the message. */
static const char *const exec_fates[] = { [CHANNEL_SENT] = "sent", [CHANNEL_RETRY] = "retry",
    [CHANNEL_FAILED] = "failed", [CHANNEL_SUPPRESS] = "suppress", [CHANNEL_OPTED_OUT] = "optout",
    [CHANNEL_UNKNOWN] = "unknown", NULL };

static void
exec_done(struct exec_channel *c, struct exec_slot *s, enum channel_fate fate, const char *code,
    const char *reason, const char *provider_id)
{
	struct channel_message *message = s->message;
	struct channel_result r = { 0 };

	channel_result_set(&r, fate, code, reason);
	memcpy(r.provider_id, provider_id, strnlen(provider_id, sizeof r.provider_id - 1));
	s->message = NULL;
	c->in_flight--;
	c->set.done(c->set.arg, message, &r);
}

/* Ends the program; what it may have taken is unknown. Always false. */
static bool
exec_fail(struct exec_channel *c, struct err *e)
{
	size_t i;

	exec_program_kill(&c->program);
	c->why = *e;
	for (i = 0; i < CHANNEL_PARALLEL_MAX; i++)
		if (c->slot[i].message)
			exec_done(c, &c->slot[i], CHANNEL_UNKNOWN, "program", e->text, "");
	return false;
}

static bool
exec_broken(struct exec_channel *c, const char *what, struct err *e)
{
	err_set(e, ERR_UNAVAILABLE, "the program %s", what);
	err_hint(e, "the report on a message is {\"message\":ID,\"status\":\"sent\"}; see crt-send(1)");
	return exec_fail(c, e);
}

static struct exec_slot *
exec_slot_of(struct exec_channel *c, const char *id)
{
	size_t i;

	for (i = 0; id && i < CHANNEL_PARALLEL_MAX; i++)
		if (c->slot[i].message && !strcmp(c->slot[i].message->id, id))
			return &c->slot[i];
	return NULL;
}

static const char *
exec_text(const json_t *report, const char *member)
{
	const char *text = value_text(value_get(report, member));

	return text ? text : "";
}

static bool
exec_report(struct exec_channel *c, const char *line, size_t n, struct err *e)
{
	struct err ignored = { 0 };
	struct exec_slot *s;
	json_t *report = NULL;
	bool ok = true;
	int fate;

	if (!value_read(&report, line, n, &ignored))
		return exec_broken(c, "responded with a line that is not JSON", e);
	s = exec_slot_of(c, value_text(value_get(report, "message")));
	fate = word_find(exec_fates, value_text(value_get(report, "status")));
	if (s == NULL)
		ok = exec_broken(c, "responded for a message that it does not have", e);
	else if (fate < 0)
		ok = exec_broken(c, "responded with an unknown status", e);
	else {
		fault();
		exec_done(c, s, (enum channel_fate)fate, exec_text(report, "code"),
		    exec_text(report, "reason"), exec_text(report, "provider_id"));
	}
	value_free(report);
	return ok;
}

/* Handles the complete lines that have been read. */
static bool
exec_reports(struct exec_channel *c, struct err *e)
{
	struct str *a = &c->report;
	const char *end;
	size_t n;

	while ((end = a->len ? memchr(a->data, '\n', a->len) : NULL)) {
		n = (size_t)(end - a->data);
		if (!exec_report(c, a->data, n, e))
			return false;
		memmove(a->data, end + 1, a->len - n - 1);
		str_cut(a, a->len - n - 1);
	}
	return a->len < EXEC_LINE_MAX || exec_broken(c, "responded with a line that is too long", e);
}

/* When the first report is overdue. */
static crt_time
exec_overdue(const struct exec_channel *c)
{
	crt_time first = INT64_MAX;
	size_t i;

	for (i = 0; i < CHANNEL_PARALLEL_MAX; i++)
		if (c->slot[i].message && c->slot[i].until < first)
			first = c->slot[i].until;
	return first;
}

/* Writes a part of line and reads reports. wait: milliseconds at most. *at: written so far. */
static bool
exec_exchange(struct exec_channel *c, int wait, const char *line, size_t n, size_t *at,
    struct err *e)
{
	bool ended = false;

	if (!exec_program_exchange(&c->program, wait, line, n, at, &c->report, &ended, e))
		return exec_fail(c, e);
	if (!exec_reports(c, e))
		return false;
	if (ended) {
		err_set(e, ERR_AGAIN, "the program has ended before it reported every message");
		err_hint(e, "run it by hand with a message on its standard input");
		return exec_fail(c, e);
	}
	if (clock_steady() < exec_overdue(c) && !stop_overdue())
		return true;
	err_set(e, ERR_AGAIN, "the program did not respond in time");
	err_option(e, "timeout");
	return exec_fail(c, e);
}

static bool
exec_wait(void *self, size_t outstanding_max, struct err *e)
{
	struct exec_channel *c = self;
	size_t none = 0;

	while (c->in_flight > outstanding_max)
		if (!exec_exchange(c, STOP_TICK, "", 0, &none, e))
			return false;
	if (c->why.kind != ERR_NONE)
		*e = c->why;
	return c->why.kind == ERR_NONE;
}

static void
exec_line(struct str *out, const struct channel_message *message)
{
	const struct mail *m = &message->mail;
	const char *const fields[][2] = { { "message", message->id }, { "to", m->to_address },
	    { "from", m->from }, { "reply_to", m->reply_to }, { "subject", m->subject },
	    { "text", m->text }, { "html", m->html }, { "locale", m->locale },
	    { "message_id", m->message_id }, { "unsubscribe_url", m->unsubscribe_url },
	    { "image", message->image }, { "link", message->link } };
	json_t *map = value_map();
	size_t i;

	if (message->medium != CHANNEL_EMAIL)
		value_set_text(map, "channel", words_message_channel[message->medium]);
	for (i = 0; i < COUNT(fields); i++)
		if (fields[i][1] && *fields[i][1])
			value_set_text(map, fields[i][0], fields[i][1]);
	str_cut(out, 0);
	value_print(out, map, false);
	str_putc(out, '\n');
	value_free(map);
}

/* The program may report as soon as the newline is written, within the same exchange. */
static bool
exec_write(struct exec_channel *c, struct exec_slot *s, struct err *e)
{
	struct channel_message *message = s->message;
	size_t at = 0;

	while (at < c->line.len) {
		if (!exec_exchange(c, STOP_TICK, c->line.data, c->line.len, &at, e))
			return false;
		if (s->message != message)
			return at == c->line.len
			    || exec_broken(c, "responded to a message before its end", e);
	}
	fault();
	return true;
}

static void
exec_refuse(struct exec_channel *c, struct channel_message *message, enum channel_fate fate,
    const char *code, const char *reason)
{
	struct channel_result r = { 0 };

	channel_result_set(&r, fate, code, reason);
	c->set.done(c->set.arg, message, &r);
}

static bool
exec_pace(struct exec_channel *c, struct err *e)
{
	const size_t most = c->set.parallel > 0 ? (size_t)c->set.parallel : 1;
	size_t none = 0;

	/* A program that has ended must not cost a message. */
	if (!exec_wait(c, most - 1, e) || !exec_exchange(c, 0, "", 0, &none, e))
		return false;
	while (clock_steady() < c->next)
		if (!exec_exchange(c, STOP_TICK, "", 0, &none, e))
			return false;
	if (c->set.rate > 0)
		c->next = clock_steady() + (crt_time)(CLOCK_SECOND / c->set.rate);
	return true;
}

static bool
exec_send(void *self, struct channel_message *message, struct err *e)
{
	struct exec_channel *c = self;
	struct exec_slot *s = c->slot;

	exec_line(&c->line, message);
	if (str_full(&c->line)) {
		exec_refuse(c, message, CHANNEL_FAILED, "mail", "the message is too long");
		return true;
	}
	if (!exec_pace(c, e)) {
		exec_refuse(c, message, CHANNEL_UNTRIED, "program", e->text);
		return false;
	}
	if (c->set.begin && !c->set.begin(c->set.arg, message)) {
		exec_refuse(c, message, CHANNEL_UNTRIED, "late", "was not handed off");
		return true;
	}
	while (s->message)
		s++;
	*s = (struct exec_slot){ message, clock_steady() + c->set.timeout };
	c->in_flight++;
	fault();
	return exec_write(c, s, e);
}

static void
exec_close(void *self)
{
	struct exec_channel *c = self;
	struct err ignored = { 0 };

	if (c->why.kind == ERR_NONE && !exec_wait(c, 0, &ignored))
		ignored = (struct err){ 0 };
	exec_program_end(&c->program, &ignored);
	str_free(&c->line);
	str_free(&c->report);
	free(c);
}

static bool
exec_open(void **self, const struct channel_settings *s, struct err *e)
{
	struct exec_channel *c;

	if (s->program == NULL || *s->program == '\0') {
		err_set(e, ERR_CONFIG, "no program is set");
		return err_option(e, "program");
	}
	c = mem_get(sizeof *c);
	c->set = *s;
	c->set.timeout = s->timeout ? s->timeout : CLOCK_MINUTE;
	c->line.max = EXEC_MESSAGE_MAX;
	c->report.max = EXEC_LINE_MAX + EXEC_READ;
	if (exec_program_start(&c->program, s->program, e)) {
		*self = c;
		return true;
	}
	free(c);
	return err_option(e, "program");
}

/* A program that works ends with status 0 when its input ends. */
static bool
exec_probe(void *self, struct err *e)
{
	struct exec_channel *c = self;

	return exec_program_end(&c->program, e);
}

const struct channel_kind channel_exec = {
	.name = "exec", .open = exec_open, .send = exec_send, .probe = exec_probe,
	.wait = exec_wait, .close = exec_close
};
