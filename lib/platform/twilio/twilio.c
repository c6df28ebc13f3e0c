/* twilio.c: read the replies to text messages, and the reports on them, that Twilio passes on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "person/reply.h"
#include "platform/twilio/twilio.h"
#include "record/line.h"
#include "text/unicode.h"
#include "text/utf8.h"

/*
 * Source: twilio.com/docs/messaging/guides/webhook-request. A person may refuse in any words, so
 * whatever looks like a refusal ends the text messages of the organization at once. START changes
 * nothing: the shop must get the consent again.
 */
#define TWILIO_LINE_MAX ((size_t)16 * 1024)
#define TWILIO_TEXT_MAX 200		/* characters of the reply that are kept as evidence */
#define TWILIO_ID_MAX 64		/* bytes of a message's id */

/* "+15558675310", also of "whatsapp:+15558675310"; NULL: no sender. */
static const char *
twilio_from(const struct twilio_form *f)
{
	const char *from = twilio_form_get(f, "From"), *colon = from ? strchr(from, ':') : NULL;

	from = colon ? colon + 1 : from;
	return from && *from == '+' && unicode_ascii(from, strlen(from)) ? from : NULL;
}

static enum reply
twilio_meaning(const struct twilio_form *f, const char *text)
{
	const char *type = twilio_form_get(f, "OptOutType");

	return type && !strcmp(type, "STOP") ? REPLY_OPTOUT : reply_meaning(text, strlen(text));
}

static void
twilio_evidence(struct str *out, const char *id, const char *text)
{
	size_t n = strlen(text);

	str_printf(out, "Twilio %s", id);
	if (unicode_ok(text, n)) {
		str_puts(out, ": ");
		str_add(out, text, utf8_skip(text, n, TWILIO_TEXT_MAX));
	}
}

static bool
twilio_withdraw(const struct platform_delivery *d, const struct twilio_form *f, const char *text,
    bool keyword, record_line_fn *fn, void *arg, struct err *e)
{
	struct str line = STR_MAX(TWILIO_LINE_MAX), evidence = STR_MAX(TWILIO_LINE_MAX);
	const char *sid = twilio_form_get(f, "MessageSid");
	char id[TWILIO_ID_MAX + 8];
	bool ok;

	if (sid == NULL || strlen(sid) > TWILIO_ID_MAX || !str_clean(sid, strlen(sid)))
		return err_set(e, ERR_INPUT, "a reply from twilio has no MessageSid");
	snprintf(id, sizeof id, "twilio:%s", sid);
	twilio_evidence(&evidence, sid, text);
	line_open(&line, &(struct line_head){ RECORD_consent_changed, id, d->store, d->received,
	    NULL, NULL });
	line_enter(&line, "customer");
	line_text(&line, "phone", twilio_from(f));
	line_leave(&line);
	line_text(&line, "channel", words_message_channel[CHANNEL_SMS]);
	line_text(&line, "action", words_consent_action[ACTION_WITHDRAW]);
	line_text(&line, "source", keyword ? "reply" : "reply, not a keyword");
	line_text(&line, "evidence", str_text(&evidence));
	line_end(&line);
	ok = fn(arg, NULL, line.data, line.len, e);
	str_free(&line);
	str_free(&evidence);
	return ok;
}

static bool
twilio_reply(const struct platform_delivery *d, const struct twilio_form *f,
    record_line_fn *fn, void *arg, const char **ignored, struct err *e)
{
	const char *text = twilio_form_get(f, "Body");
	enum reply meaning;

	*ignored = "not a reply to a text message";
	if (text == NULL || twilio_from(f) == NULL)
		return true;
	meaning = twilio_meaning(f, text);
	*ignored = meaning == REPLY_OPTIN ? "a reply cannot renew a consent"
	    : "a reply that does not refuse messages";
	if (meaning != REPLY_OPTOUT && meaning != REPLY_REFUSAL)
		return true;
	*ignored = NULL;
	return twilio_withdraw(d, f, text, meaning == REPLY_OPTOUT, fn, arg, e);
}

static bool
twilio_records(const struct platform_delivery *d, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	struct twilio_form *form = mem_get(sizeof *form);
	bool ok = twilio_form_read(form, d->body, d->len);

	*ignored = NULL;
	if (!ok)
		err_set(e, ERR_INPUT, "a delivery of twilio is not a form");
	else if (twilio_form_get(form, "MessageStatus"))
		ok = twilio_report(d, form, fn, arg, ignored, e);
	else
		ok = twilio_reply(d, form, fn, arg, ignored, e);
	twilio_form_free(form);
	free(form);
	return ok;
}

const struct platform platform_twilio = {
	.name = "twilio", .records = twilio_records, .prove = twilio_prove,
	.provider = PROVIDER_twilio, .silent = true, .response = twilio_response,
};
