/* fcm.c: send push messages by Firebase Cloud Messaging (HTTP v1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base/mem.h"
#include "channel/post.h"
#include "json/value.h"
#include "option/command.h"
#include "record/line.h"

#define FCM_TEXT_MAX 3500		/* bytes of title, body, image, and link; FCM takes 4096 in all */
#define FCM_LIFE_MAX 2419200		/* seconds in FCM's queue */
#define FCM_LIFE (CLOCK_DAY / CLOCK_SECOND)	/* of a message that never gets too late */
#define FCM_ERROR ".FcmError"		/* the end of the type of FCM's own error */
#define FCM_BAD_REQUEST ".BadRequest"

/*
 * FCM knows no repeated request, and reports nothing afterwards: a message that may have been
 * accepted stays UNKNOWN. The messages of an episode replace each other on the device.
 */
struct fcm {
	struct post *post;
	struct access *access;
	const char *url;
	int parallel, refused;		/* responses in a row that refuse the token */
};

/* What an error of FCM means, besides the status of its response. */
static const struct fcm_error {
	const char *code, *meaning;
	enum channel_fate fate;
	bool alike;			/* the project may be at fault: compared with other devices first */
} fcm_errors[] = {
	{ "UNREGISTERED", "the app was removed, or the token is no longer valid", CHANNEL_SUPPRESS,
	  false },
	{ "SENDER_ID_MISMATCH", "the token belongs to another project", CHANNEL_SUPPRESS, true },
	{ "INVALID_ARGUMENT", "the token is not valid", CHANNEL_SUPPRESS, true },
	{ "THIRD_PARTY_AUTH_ERROR", "the key of APNs or web push in the Firebase project is wrong",
	  CHANNEL_RETRY, false },
};

static void
fcm_thread(char out[IDENT_TEXT], const char *thread)
{
	size_t n = 0;

	for (; thread && *thread && n < IDENT_TEXT - 1; thread++)
		if (*thread != '-')
			out[n++] = *thread;
	out[n] = '\0';
}

static const char *
fcm_given(const char *text)
{
	return text && *text ? text : NULL;
}

/* Each platform has a place of its own for the thread, and for the time until it is too late. */
static void
fcm_platforms(struct str *out, const struct channel_message *m, const char *thread)
{
	long long now = clock_now() / CLOCK_SECOND;
	long long life = m->valid_until ? m->valid_until / CLOCK_SECOND - now : FCM_LIFE;
	char ttl[24], until[24], seconds[24];

	life = life < 1 ? 1 : life > FCM_LIFE_MAX ? FCM_LIFE_MAX : life;
	snprintf(seconds, sizeof seconds, "%lld", life);
	snprintf(ttl, sizeof ttl, "%llds", life);
	snprintf(until, sizeof until, "%lld", now + life);
	line_enter(out, "android");
	line_text(out, "collapse_key", fcm_given(thread));
	line_text(out, "ttl", ttl);
	line_enter(out, "notification");
	line_text(out, "tag", fcm_given(thread));
	line_leave(out);
	line_leave(out);
	line_enter(out, "apns");
	line_enter(out, "headers");
	line_text(out, "apns-collapse-id", fcm_given(thread));
	line_text(out, "apns-expiration", until);
	line_leave(out);
	line_leave(out);
	line_enter(out, "webpush");
	line_enter(out, "headers");
	line_text(out, "TTL", seconds);
	line_text(out, "Topic", fcm_given(thread));
	line_leave(out);
	if (fcm_given(m->link)) {
		line_enter(out, "fcm_options");
		line_text(out, "link", m->link);
		line_leave(out);
	}
	line_leave(out);
}

static bool
fcm_body(const struct channel_message *m, struct str *out, struct err *e)
{
	const char *parts[] = { m->mail.subject, m->mail.text, m->image, m->link };
	char thread[IDENT_TEXT];
	size_t i, n = 0;

	for (i = 0; i < COUNT(parts); i++)
		n += parts[i] ? strlen(parts[i]) : 0;
	if (n > FCM_TEXT_MAX)
		return err_set(e, ERR_INPUT, "the push message has %zu bytes; FCM takes %d", n,
		    FCM_TEXT_MAX);
	fcm_thread(thread, m->thread);
	str_putc(out, '{');
	line_enter(out, "message");
	line_text(out, "token", m->mail.to_address);
	line_enter(out, "notification");
	line_text(out, "title", m->mail.subject);
	line_text(out, "body", m->mail.text);
	line_text(out, "image", fcm_given(m->image));
	line_leave(out);
	line_enter(out, "data");
	line_text(out, "crt_msg", m->id);
	line_text(out, "link", fcm_given(m->link));
	line_leave(out);
	fcm_platforms(out, m, thread);
	line_leave(out);
	str_putc(out, '}');
	return !str_full(out) || err_set(e, ERR_INPUT, "the push message is too long");
}

static bool
fcm_fields(const struct fcm *f, struct http_request *r, struct err *e)
{
	struct str key = STR_MAX(HTTP_FIELDS_MAX);
	bool ok;

	http_base(&r->url, f->url);
	str_printf(&r->url, "/v1/projects/%s/messages:send", access_project(f->access));
	str_printf(&key, "Bearer %s", access_token(f->access));
	ok = http_field(r, "Authorization", str_text(&key), e)
	    && http_field(r, "Content-Type", "application/json", e)
	    && http_field(r, "User-Agent", "crt/" CRT_VERSION, e);
	str_wipe(&key);
	return ok;
}

static bool
fcm_request(void *self, const struct channel_message *message, struct http_request *r,
    struct err *e)
{
	return fcm_fields(self, r, e) && fcm_body(message, &r->body, e);
}

static bool
fcm_ready(void *self, struct err *e)
{
	struct fcm *f = self;

	return access_renew(f->access, f->post, e);
}

static bool
fcm_is(const json_t *detail, const char *type)
{
	const char *is = value_text(value_get(detail, "@type"));
	size_t n = is ? strlen(is) : 0, end = strlen(type);

	return n > end && !strcmp(is + n - end, type);
}

/* {"error":{"code","message","status","details":[{"@type","errorCode"}]}}. An argument of the
   request that is wrong is crt's fault, not the token's. */
static const struct fcm_error *
fcm_error(const json_t *v)
{
	const json_t *details = value_path(v, "error.details");
	const struct fcm_error *found = NULL;
	const char *code;
	size_t i, k;

	for (i = 0; i < value_count(details); i++) {
		if (fcm_is(value_at(details, i), FCM_BAD_REQUEST))
			return NULL;
		if (!fcm_is(value_at(details, i), FCM_ERROR))
			continue;
		code = value_text(value_get(value_at(details, i), "errorCode"));
		for (k = 0; code && k < COUNT(fcm_errors); k++)
			if (!strcmp(fcm_errors[k].code, code))
				found = &fcm_errors[k];
	}
	return found;
}

static const struct fcm_error *
fcm_error_of(const struct http_response *a)
{
	const struct fcm_error *found;
	struct err ignored = { 0 };
	json_t *v;

	if (a->status / 100 != 4 || !value_read(&v, a->body, a->len, &ignored))
		return NULL;
	found = fcm_error(v);
	value_free(v);
	return found;
}

static const struct post_provider provider;

/* A token that is refused is replaced. Requests on their way may still have the old one. */
static bool
fcm_admits(void *self, const struct http_response *a, struct err *e)
{
	struct fcm *f = self;

	if (a->status < 300)
		f->refused = 0;
	if (fcm_error_of(a))
		return true;
	if (a->status == 401 && f->refused++ < f->parallel) {
		access_drop(f->access);
		return true;
	}
	if (a->status != 403)
		return post_admits(&provider, a->status, e);
	err_set(e, ERR_UNAVAILABLE, "FCM refuses the service account (HTTP 403)");
	err_hint(e, "enable the API of Firebase Cloud Messaging in its project, and give the account a "
	    "role that may send messages");
	return err_option(e, "fcm-key-file");
}

static void
fcm_accepted(const struct http_response *a, struct channel_result *r)
{
	struct err ignored = { 0 };
	const char *name;
	json_t *v;

	if (!value_read(&v, a->body, a->len, &ignored))
		return;
	name = value_text(value_get(v, "name"));
	snprintf(r->provider_id, sizeof r->provider_id, "%s", name ? name : "");
	value_free(v);
}

static void
fcm_read(void *self UNUSED, const struct http_response *a, struct channel_result *r,
    struct str *text)
{
	const struct fcm_error *error = fcm_error_of(a);

	if (r->fate == CHANNEL_SENT) {
		fcm_accepted(a, r);
		return;
	}
	if (a->status == 401)
		r->fate = CHANNEL_UNTRIED;
	if (error == NULL || a->status == 429)
		return;
	r->fate = error->fate;
	snprintf(r->code, sizeof r->code, "%s", error->code);
	str_puts(text, error->meaning);
	if (error->alike)
		channel_result_alike(r, error->code, "");
}

static const struct post_provider provider = {
	.name = "FCM", .url_option = "fcm-url", .key_option = "fcm-key-file", .ready = fcm_ready,
	.request = fcm_request, .read = fcm_read, .admits = fcm_admits
};

static bool
fcm_is_set(const struct channel_settings *set, struct err *e)
{
	if (set->fcm_key == NULL || *set->fcm_key == '\0') {
		err_set(e, ERR_CONFIG, "no service account of FCM is set");
		err_hint(e, "create its key in the Firebase console, store the JSON file with mode 0600, "
		    "and set fcm_key_file");
		return err_option(e, "fcm-key-file");
	}
	if (http_private(set->fcm_url))
		return true;
	err_set(e, ERR_CONFIG, "FCM's address is not an https URL");
	return err_option(e, "fcm-url");
}

static bool
channel_fcm_open(void **self, const struct channel_settings *set, struct err *e)
{
	struct fcm *f;

	if (!fcm_is_set(set, e))
		return false;
	f = mem_get(sizeof *f);
	*f = (struct fcm){ .url = set->fcm_url, .parallel = set->parallel ? set->parallel : 1 };
	if (access_open(&f->access, set->fcm_key, e) && post_open(&f->post, &provider, f, set, e)) {
		*self = f;
		return true;
	}
	access_close(f->access);
	free(f);
	return false;
}

static bool
channel_fcm_send(void *self, struct channel_message *message, struct err *e)
{
	return post_send(((struct fcm *)self)->post, message, e);
}

/* Whether the account may send: FCM checks a message and does not send it. */
static bool
channel_fcm_probe(void *self, struct err *e)
{
	struct fcm *f = self;
	struct http_request r;
	bool ok;

	http_request_init(&r, "POST");
	str_puts(&r.body, "{\"validate_only\":true,\"message\":{\"topic\":\"crt\","
	    "\"notification\":{\"title\":\"crt-send test\"}}}");
	ok = fcm_ready(f, e) && fcm_fields(f, &r, e) && post_probe(f->post, &r, NULL, NULL, e);
	http_request_free(&r);
	return ok;
}

static bool
channel_fcm_wait(void *self, size_t outstanding_max, struct err *e)
{
	return post_wait(((struct fcm *)self)->post, outstanding_max, e);
}

static void
channel_fcm_close(void *self)
{
	struct fcm *f = self;

	post_close(f->post);
	access_close(f->access);
	free(f);
}

const struct channel_kind channel_fcm = {
	.name = "fcm", .open = channel_fcm_open, .send = channel_fcm_send,
	.probe = channel_fcm_probe, .wait = channel_fcm_wait, .close = channel_fcm_close
};
