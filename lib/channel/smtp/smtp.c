/* smtp.c: send messages to a mail server and interpret its replies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "channel/kind.h"
#include "channel/mail_writer.h"
#include "net/smtp.h"
#include "refusal/relay.h"
#include "refusal/smtp_status.h"

struct smtp_channel {
	struct smtp *smtp;
	struct smtp_settings set;
	channel_begin_fn *begin;
	channel_done_fn *done;
	void *arg;
	struct mail_writer writer;
	struct str bytes;		/* of the mail being handed off */
};

/* "2.0.0 Ok: queued as 4XyZ": the mail's id in the server's log. */
static void
response_queue_id(const char *text, char *out, size_t size)
{
	static const char *const words[] = { "queued as ", "id=", "OK id=" };

	for (size_t i = 0; i < COUNT(words); i++) {
		const char *at = strstr(text, words[i]);

		if (at == NULL)
			continue;
		at += strlen(words[i]);
		snprintf(out, size, "%.*s", (int)strcspn(at, " ;,"), at);
		return;
	}
}

static enum channel_fate
channel_smtp_fate(const struct smtp_response *a, const char **meaning)
{
	*meaning = "";
	if (a->stage == SMTP_AT_CONNECT)
		return CHANNEL_UNTRIED;
	if (a->reply == 0)
		return a->stage == SMTP_AT_END ? CHANNEL_UNKNOWN : CHANNEL_RETRY;
	switch (smtp_status_action(&(struct smtp_refusal){ a->reply, a->enhanced, a->leads,
	    a->stage >= SMTP_AT_RCPT, a->stage <= SMTP_AT_RCPT, a->text }, meaning)) {
	case SMTP_SENT:
		return a->stage == SMTP_AT_END ? CHANNEL_SENT : CHANNEL_RETRY;
	case SMTP_SUPPRESS:
		return CHANNEL_SUPPRESS;
	case SMTP_FAIL:
		return CHANNEL_FAILED;
	default:
		return CHANNEL_RETRY;
	}
}

static bool
smtp_message_begin(void *arg, void *tag)
{
	struct smtp_channel *c = arg;

	return c->begin == NULL || c->begin(c->arg, tag);
}

static void
smtp_message_response(void *arg, void *tag, const struct smtp_response *a)
{
	struct smtp_channel *c = arg;
	struct channel_message *message = tag;
	struct channel_result r = { 0 };
	char code[sizeof r.code], reason[sizeof r.reason];
	struct str words = STR_MAX(sizeof r.reason);
	const char *meaning;
	enum channel_fate fate = channel_smtp_fate(a, &meaning);

	fault();
	relay_reason(&words, a->text);
	if (a->reply)
		snprintf(code, sizeof code, "%d%s%s", a->reply, *a->enhanced ? " " : "", a->enhanced);
	else
		snprintf(code, sizeof code, "connection");
	snprintf(reason, sizeof reason, "%.90s%s%.160s", meaning,
	    *meaning && words.len ? ": " : "", str_text(&words));
	channel_result_set(&r, fate, code, reason);
	if (fate == CHANNEL_SENT)
		response_queue_id(str_text(&words), r.provider_id, sizeof r.provider_id);
	else if (a->reply >= 400)
		channel_result_alike(&r, a->text, message->mail.to_address);
	str_free(&words);
	c->done(c->arg, message, &r);
}

static void
channel_smtp_close(void *self)
{
	struct smtp_channel *c = self;

	smtp_close(c->smtp);
	mail_writer_close(&c->writer);
	str_free(&c->bytes);
	free(c);
}

static bool
channel_smtp_open(void **self, const struct channel_settings *s, struct err *e)
{
	struct smtp_channel *c = mem_get(sizeof *c);

	c->set = (struct smtp_settings){
		.url = s->smtp_url, .user = s->smtp_user, .password = s->smtp_password,
		.ca_file = s->smtp_ca, .pin = s->smtp_pin, .mechanism = s->smtp_mechanism,
		.tls = (enum smtp_tls)s->tls,
		.sessions = s->parallel ? s->parallel : 1, .rate = s->rate,
		.timeout = s->timeout, .begin = smtp_message_begin, .done = smtp_message_response, .arg = c
	};
	c->begin = s->begin;
	c->done = s->done;
	c->arg = s->arg;
	c->bytes.max = MAIL_BYTES_MAX;
	if (mail_writer_open(&c->writer, s->dkim_keys, e) && smtp_open(&c->smtp, &c->set, e)) {
		*self = c;
		return true;
	}
	channel_smtp_close(c);
	return false;
}

static bool
channel_smtp_send(void *self, struct channel_message *message, struct err *e)
{
	struct smtp_channel *c = self;
	struct channel_result r = { 0 };
	char from[MAIL_ADDRESS_MAX + 1];
	struct err bad = { 0 };

	str_cut(&c->bytes, 0);
	if (!mail_writer_put(&c->writer, &message->mail, &c->bytes, &bad)
	    || !mail_address_in(message->return_path ? message->return_path : message->mail.from,
	        from, &bad)) {
		channel_result_set(&r, CHANNEL_FAILED, "mail", bad.text);
		c->done(c->arg, message, &r);
		return true;
	}
	fault();
	return smtp_send(c->smtp, from, message->mail.to_address, c->bytes.data, c->bytes.len,
	    message->begin_by, message->until, message, e);
}

static bool
channel_smtp_probe(void *self, struct err *e)
{
	const struct smtp_channel *c = self;

	return smtp_probe(&c->set, e);
}

static bool
channel_smtp_wait(void *self, size_t outstanding_max, struct err *e)
{
	struct smtp_channel *c = self;

	return smtp_wait(c->smtp, outstanding_max, e);
}

const struct channel_kind channel_smtp = {
	.name = "smtp", .open = channel_smtp_open, .send = channel_smtp_send,
	.probe = channel_smtp_probe, .wait = channel_smtp_wait, .close = channel_smtp_close
};
