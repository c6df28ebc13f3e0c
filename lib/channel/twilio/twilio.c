/* twilio.c: send text messages by Twilio's API (Messages). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "channel/post.h"
#include "crypto/encode.h"
#include "json/value.h"
#include "option/command.h"
#include "payload/date.h"
#include "refusal/text_error.h"
#include "text/segments.h"
#include "text/utf8.h"

#define TWILIO_VALID_MAX 36000		/* seconds in Twilio's queue */
#define TWILIO_PAGE "50"		/* messages to one number that are searched */
#define TWILIO_BEFORE CLOCK_MINUTE	/* its clock may differ */
#define TWILIO_AFTER (10 * CLOCK_MINUTE)

/*
 * Twilio knows no repeated request, so the address of its status callback names the message, as
 * crt_msg=ID. A message that may have been accepted is searched among those to its number.
 */
struct twilio {
	struct post *post;
	const char *url, *account, *from, *key;
};

static bool
twilio_is_service(const char *sender)
{
	return strlen(sender) == 34 && !strncmp(sender, "MG", 2);
}

/* The key file has the account's auth token, or "SID:SECRET" of an API key. */
static bool
twilio_login(const struct twilio *t, struct http_request *r, struct err *e)
{
	struct str pair = STR_MAX(HTTP_FIELDS_MAX), field = STR_MAX(HTTP_FIELDS_MAX);
	bool ok;

	if (strchr(t->key, ':') == NULL)
		str_printf(&pair, "%s:", t->account);
	str_puts(&pair, t->key);
	str_puts(&field, "Basic ");
	base64_write(&field, str_text(&pair), pair.len);
	ok = http_field(r, "Authorization", str_text(&field), e)
	    && http_field(r, "User-Agent", "crt/" CRT_VERSION, e);
	str_wipe(&pair);
	str_wipe(&field);
	return ok;
}

static bool
twilio_address(const struct twilio *t, struct http_request *r, struct err *e)
{
	http_base(&r->url, t->url);
	str_printf(&r->url, "/2010-04-01/Accounts/%s/Messages.json", t->account);
	return twilio_login(t, r, e);
}

static const char *
twilio_sender(const struct twilio *t, const struct channel_message *message)
{
	const char *own = message->mail.from;

	return own && *own ? own : t->from;
}

/* The message leaves Twilio's queue before the hours of its recipient end, or never. */
static void
twilio_valid(struct str *body, crt_time valid_until)
{
	long long left = (valid_until - clock_now()) / CLOCK_SECOND;
	char text[24];

	if (valid_until == 0 || left >= TWILIO_VALID_MAX)
		return;
	snprintf(text, sizeof text, "%lld", left < 1 ? 1 : left);
	http_form(body, "ValidityPeriod", text);
}

static void
twilio_callback(struct str *body, const struct channel_message *message)
{
	struct str url = STR_MAX(HTTP_URL_MAX);

	if (message->hooks_url)
		http_base(&url, message->hooks_url);
	if (url.len && message->store) {
		str_printf(&url, "/hooks/twilio/%s?crt_msg=%s", message->store, message->id);
		http_form(body, "StatusCallback", str_text(&url));
	}
	str_free(&url);
}

static bool
twilio_request(void *self, const struct channel_message *message, struct http_request *r,
    struct err *e)
{
	const struct twilio *t = self;
	const char *from = twilio_sender(t, message), *text = message->mail.text;

	if (text == NULL || *text == '\0')
		return err_set(e, ERR_INPUT, "the message has no text");
	if (utf8_chars(text, strlen(text)) > SEGMENTS_CHARS_MAX)
		return err_set(e, ERR_INPUT, "the message is longer than %d characters",
		    SEGMENTS_CHARS_MAX);
	if (!twilio_address(t, r, e)
	    || !http_field(r, "Content-Type", "application/x-www-form-urlencoded", e))
		return false;
	http_form(&r->body, "To", message->mail.to_address);
	http_form(&r->body, twilio_is_service(from) ? "MessagingServiceSid" : "From", from);
	http_form(&r->body, "Body", text);
	http_form(&r->body, "SmartEncoded", "true");
	twilio_callback(&r->body, message);
	twilio_valid(&r->body, message->valid_until);
	return !str_full(&r->body) || err_set(e, ERR_INPUT, "the message is too long");
}

/* {"code","message","more_info","status"} of an error; the code of a message is error_code. */
static const struct text_error *
twilio_error(const json_t *v, char *code, size_t size)
{
	const json_t *given = value_get(v, "code");

	if (value_kind(given) != VALUE_INT)
		return NULL;
	snprintf(code, size, "%lld", (long long)value_int(given));
	return text_error_find(value_int(given));
}

static void
twilio_read(void *self UNUSED, const struct http_response *a, struct channel_result *r,
    struct str *text)
{
	static const enum channel_fate fates[] = { [TEXT_RETRY] = CHANNEL_RETRY,
	    [TEXT_FAIL] = CHANNEL_FAILED, [TEXT_STOP] = CHANNEL_UNTRIED,
	    [TEXT_UNCERTAIN] = CHANNEL_UNKNOWN, [TEXT_SUPPRESS] = CHANNEL_SUPPRESS,
	    [TEXT_OPTOUT] = CHANNEL_OPTED_OUT };
	const struct text_error *error;
	struct err ignored = { 0 };
	const char *said;
	json_t *v;

	if (!value_read(&v, a->body, a->len, &ignored))
		return;
	if (r->fate == CHANNEL_SENT) {
		said = value_text(value_get(v, "sid"));
		snprintf(r->provider_id, sizeof r->provider_id, "%s", said ? said : "");
		value_free(v);
		return;
	}
	error = twilio_error(v, r->code, sizeof r->code);
	said = value_text(value_get(v, "message"));
	str_puts(text, error ? error->meaning : said ? said : "");
	/* a request that was refused for its rate, or may have been taken, stays that */
	if (error && a->status / 100 == 4 && a->status != 429)
		r->fate = fates[error->action];
	value_free(v);
}

static const struct post_provider provider;

static bool
twilio_admits(void *self UNUSED, const struct http_response *a, struct err *e)
{
	const struct text_error *error = NULL;
	struct err ignored = { 0 };
	char code[24];
	json_t *v;

	if (!post_admits(&provider, a->status, e))
		return false;
	if (a->status / 100 != 4 || !value_read(&v, a->body, a->len, &ignored))
		return true;
	error = twilio_error(v, code, sizeof code);
	value_free(v);
	if (error == NULL || error->action != TEXT_STOP)
		return true;
	err_set(e, ERR_UNAVAILABLE, "Twilio refuses to send: %s (%s)", error->meaning, code);
	err_hint(e, "see twilio.com/docs/api/errors/%s; no message is lost", code);
	return false;
}

static const struct post_provider provider = {
	.name = "Twilio", .url_option = "twilio-url", .key_option = "twilio-key-file",
	.request = twilio_request, .read = twilio_read, .admits = twilio_admits
};

static bool
twilio_missing(const char *what, const char *hint, const char *option, struct err *e)
{
	err_set(e, ERR_CONFIG, "%s", what);
	err_hint(e, "%s", hint);
	return err_option(e, option);
}

static bool
twilio_ready(const struct channel_settings *set, struct err *e)
{
	if (set->twilio_account == NULL || strlen(set->twilio_account) != 34
	    || strncmp(set->twilio_account, "AC", 2))
		return twilio_missing("no account of Twilio is set",
		    "set twilio_account to its SID: AC and 32 digits", "twilio-account", e);
	if (set->twilio_key == NULL || *set->twilio_key == '\0')
		return twilio_missing("no key of Twilio's API is set", "store the auth token, or "
		    "SID:SECRET of an API key, in a file with mode 0600, and set twilio_key_file",
		    "twilio-key-file", e);
	if (set->twilio_from == NULL || *set->twilio_from == '\0')
		return twilio_missing("no sender of text messages is set", "set twilio_from to a number "
		    "such as +15017122661, or to the SID of a Messaging Service (MG...)",
		    "twilio-from", e);
	if (http_private(set->twilio_url))
		return true;
	err_set(e, ERR_CONFIG, "Twilio's address is not an https URL");
	return err_option(e, "twilio-url");
}

static bool
channel_twilio_open(void **self, const struct channel_settings *set, struct err *e)
{
	struct twilio *t;

	if (!twilio_ready(set, e))
		return false;
	t = mem_get(sizeof *t);
	*t = (struct twilio){ NULL, set->twilio_url, set->twilio_account, set->twilio_from,
	    set->twilio_key };
	if (post_open(&t->post, &provider, t, set, e)) {
		*self = t;
		return true;
	}
	free(t);
	return false;
}

static bool
channel_twilio_send(void *self, struct channel_message *message, struct err *e)
{
	struct twilio *t = self;

	return post_send(t->post, message, e);
}

/* Whether the key may read the account's messages. */
static bool
channel_twilio_probe(void *self, struct err *e)
{
	struct twilio *t = self;
	struct http_request r;
	bool ok;

	http_request_init(&r, "GET");
	ok = twilio_address(t, &r, e);
	http_query(&r.url, "PageSize", "1");
	ok = ok && post_probe(t->post, &r, NULL, NULL, e);
	http_request_free(&r);
	return ok;
}

struct twilio_search {
	const struct channel_sought *sought;
	bool found;
};

/* {"messages":[{"to","from","messaging_service_sid","direction","date_created"}]} */
static bool
twilio_is_sought(const struct twilio_search *s, const json_t *m)
{
	const char *made = value_text(value_get(m, "date_created"));
	const char *to = value_text(value_get(m, "to"));
	const char *way = value_text(value_get(m, "direction"));
	crt_time at;

	return made && to && way && date_read(made, &at) && !strcmp(to, s->sought->to)
	    && !strcmp(way, "outbound-api") && at >= s->sought->at - TWILIO_BEFORE
	    && at <= s->sought->at + TWILIO_AFTER;
}

static void
twilio_searched(void *arg, const struct http_response *a, const struct err *why UNUSED)
{
	struct twilio_search *s = arg;
	struct err ignored = { 0 };
	const json_t *list;
	json_t *v;
	size_t i;

	if (!value_read(&v, a->body, a->len, &ignored))
		return;
	list = value_get(v, "messages");
	for (i = 0; i < value_count(list); i++)
		s->found = s->found || twilio_is_sought(s, value_at(list, i));
	value_free(v);
}

/* A message to the number from those minutes is ours: crt sends a person no two within them. */
static bool
channel_twilio_has(void *self, const struct channel_sought *sought)
{
	struct twilio *t = self;
	struct twilio_search s = { sought, false };
	struct err ignored = { 0 };
	struct http_request r;

	if (sought->to == NULL)
		return false;
	http_request_init(&r, "GET");
	if (twilio_address(t, &r, &ignored)) {
		http_query(&r.url, "To", sought->to);
		http_query(&r.url, "PageSize", TWILIO_PAGE);
		if (!post_probe(t->post, &r, twilio_searched, &s, &ignored))
			s.found = false;
	}
	http_request_free(&r);
	return s.found;
}

/* Twilio erases by the id of a message. */
static bool
channel_twilio_erase(void *self, const char *what, struct channel_erased *out, struct err *e)
{
	struct twilio *t = self;
	struct http_request r;
	bool ok;

	http_request_init(&r, "DELETE");
	http_base(&r.url, t->url);
	str_printf(&r.url, "/2010-04-01/Accounts/%s/Messages/", t->account);
	percent_write(&r.url, what, strlen(what));
	str_puts(&r.url, ".json");
	ok = twilio_login(t, &r, e) && post_erase(t->post, &provider, &r, 404, out, e);
	http_request_free(&r);
	return ok;
}

static bool
channel_twilio_wait(void *self, size_t outstanding_max, struct err *e)
{
	struct twilio *t = self;

	return post_wait(t->post, outstanding_max, e);
}

static void
channel_twilio_close(void *self)
{
	struct twilio *t = self;

	post_close(t->post);
	free(t);
}

const struct channel_kind channel_twilio = {
	.name = "twilio", .open = channel_twilio_open, .send = channel_twilio_send,
	.probe = channel_twilio_probe, .wait = channel_twilio_wait, .has = channel_twilio_has,
	.erase = channel_twilio_erase, .close = channel_twilio_close
};
