/* report.c: read Twilio's report on a text message that crt has sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/twilio/twilio.h"
#include "record/line.h"
#include "refusal/text_error.h"

/*
 * Source: twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks. Reports
 * overtake each other and are repeated: a message keeps its furthest status, and a report is known
 * by its message and status.
 */
#define REPORT_LINE_MAX ((size_t)8 * 1024)
#define REPORT_ID_MAX 160
#define REPORT_MESSAGE "crt_msg="
#define REPORT_MESSAGE_MAX 64

static const char *const url_headers[] = { PROOF_URL, NULL };

static const struct { const char *status; enum record_kind kind; } reports[] = {
	{ "accepted", RECORD_message_accepted }, { "queued", RECORD_message_accepted },
	{ "sending", RECORD_message_accepted }, { "sent", RECORD_message_accepted },
	{ "delivered", RECORD_message_delivered }, { "read", RECORD_message_opened },
	{ "undelivered", RECORD_message_bounced }, { "failed", RECORD_message_bounced },
};

/* The message that the address names; false: none. */
static bool
report_message(const struct platform_delivery *d, char out[REPORT_MESSAGE_MAX + 1])
{
	const char *url = adapter_header(d, url_headers), *query = url ? strchr(url, '?') : NULL;
	const char *at = query ? strstr(query, REPORT_MESSAGE) : NULL;
	size_t n = at ? strspn(at + sizeof REPORT_MESSAGE - 1, "0123456789abcdef-") : 0;

	if (n == 0 || n > REPORT_MESSAGE_MAX)
		return false;
	snprintf(out, REPORT_MESSAGE_MAX + 1, "%.*s", (int)n, at + sizeof REPORT_MESSAGE - 1);
	return true;
}

struct report {
	const struct platform_delivery *delivery;
	const char *sid, *status, *code;	/* code: NULL, or of the error */
	const struct text_error *error;	/* its meaning; NULL: not known */
	char message[REPORT_MESSAGE_MAX + 1];	/* "": named by sid */
	record_line_fn *fn;
	void *arg;
};

static bool
report_line(const struct report *r, enum record_kind kind, const char *suffix, struct err *e)
{
	struct str line = STR_MAX(REPORT_LINE_MAX);
	char id[REPORT_ID_MAX];
	bool ok;

	snprintf(id, sizeof id, "twilio:%s:%s%s", r->sid, r->status, suffix);
	line_open(&line, &(struct line_head){ kind, id, r->delivery->store, r->delivery->received,
	    NULL, NULL });
	line_text(&line, "message", *r->message ? r->message : NULL);
	line_text(&line, "provider_id", r->sid);
	line_text(&line, "channel", words_message_channel[CHANNEL_SMS]);
	line_text(&line, "code", r->code);
	line_text(&line, "reason", r->error ? r->error->meaning : NULL);
	line_end(&line);
	ok = r->fn(r->arg, NULL, line.data, line.len, e);
	str_free(&line);
	return ok;
}

/* A short word of Twilio's: letters, digits. */
static bool
report_plain(const char *text)
{
	size_t n = text ? strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	    : 0;

	return n > 0 && n <= REPORT_MESSAGE_MAX && text[n] == '\0';
}

bool
twilio_report(const struct platform_delivery *d, const struct twilio_form *f, record_line_fn *fn,
    void *arg, const char **ignored, struct err *e)
{
	struct report r = { d, twilio_form_get(f, "MessageSid"), twilio_form_get(f, "MessageStatus"),
	    twilio_form_get(f, "ErrorCode"), NULL, "", fn, arg };
	size_t i = 0;

	if (!report_plain(r.sid))
		return err_set(e, ERR_INPUT, "a report from twilio has no MessageSid");
	while (i < COUNT(reports) && strcmp(reports[i].status, r.status))
		i++;
	*ignored = "a status that changes nothing";
	if (i == COUNT(reports))
		return true;
	if (!report_message(d, r.message))
		r.message[0] = '\0';
	if (reports[i].kind != RECORD_message_bounced || !report_plain(r.code))
		r.code = NULL;
	*ignored = NULL;
	r.error = r.code ? text_error_find(atoll(r.code)) : NULL;
	if (!report_line(&r, reports[i].kind, "", e))
		return false;
	return r.error == NULL || r.error->action != TEXT_OPTOUT
	    || report_line(&r, RECORD_message_unsubscribed, ":why", e);
}
