/* sendgrid.c: send mails by SendGrid's API (v3 Mail Send). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "channel/post.h"
#include "json/value.h"
#include "option/command.h"
#include "record/line.h"

#define SENDGRID_NAME_MAX 256		/* bytes of a name in front of an address */
#define SENDGRID_ID_MAX 256		/* bytes of crt_msg */
#define SENDGRID_LIST_MAX 4096		/* bytes of List-Unsubscribe */

/*
 * One message is one request with one personalization. SendGrid knows no repeated request, so the
 * events of its webhook name the message by the custom argument crt_msg, "STORE/ID". It keeps
 * custom arguments for years and does not erase them: nothing personal may be in them. Its own
 * tracking would replace the links of the mail, so all of it is off.
 */
struct sendgrid {
	struct post *post;
	const char *url, *key;
	bool sandbox;
};

/* "Name <a@b>" as {"email","name"}. */
static bool
sendgrid_mailbox(struct str *out, const char *member, const char *mailbox, struct err *e)
{
	char address[MAIL_ADDRESS_MAX + 1], name[SENDGRID_NAME_MAX];

	if (!mail_address_in(mailbox, address, e))
		return err_in(e, "%s", member);
	mail_name_in(mailbox, name, sizeof name);
	line_enter(out, member);
	line_text(out, "email", address);
	line_text(out, "name", *name ? name : NULL);
	line_leave(out);
	return true;
}

static void
sendgrid_personalization(struct str *out, const struct channel_message *message)
{
	const char *store = message->store, *name = message->mail.to_name;
	char id[SENDGRID_ID_MAX];

	snprintf(id, sizeof id, "%s%s%s", store ? store : "", store ? "/" : "", message->id);
	line_raw(out, "personalizations", "[{", 2);
	line_raw(out, "to", "[{", 2);
	line_text(out, "email", message->mail.to_address);
	line_text(out, "name", name && *name ? name : NULL);
	str_puts(out, "}]");
	line_enter(out, "custom_args");
	line_text(out, "crt_msg", id);
	line_leave(out);
	str_puts(out, "}]");
}

/* SendGrid wants the text before the HTML. */
static void
sendgrid_content(struct str *out, const struct mail *m)
{
	const struct { const char *type, *value; } parts[] = { { "text/plain", m->text },
	    { "text/html", m->html } };
	const char *before = "{";
	size_t i;

	line_raw(out, "content", "[", 1);
	for (i = 0; i < COUNT(parts); i++) {
		if (parts[i].value == NULL || *parts[i].value == '\0')
			continue;
		str_puts(out, before);
		line_text(out, "type", parts[i].type);
		line_text(out, "value", parts[i].value);
		line_leave(out);
		before = ",{";
	}
	str_putc(out, ']');
}

static void
sendgrid_headers(struct str *out, const struct mail *m)
{
	struct str list = STR_MAX(SENDGRID_LIST_MAX);

	mail_unsubscribe(&list, m, " ");
	line_enter(out, "headers");
	line_text(out, "List-Unsubscribe", list.len ? str_text(&list) : NULL);
	line_text(out, "List-Unsubscribe-Post", mail_one_click(m));
	line_text(out, "Auto-Submitted", "auto-generated");
	line_leave(out);
	str_free(&list);
}

static void
sendgrid_switch(struct str *out, const char *setting, bool on)
{
	line_enter(out, setting);
	line_bool(out, "enable", on);
	line_leave(out);
}

static void
sendgrid_settings(struct str *out, bool sandbox)
{
	static const char *const tracking[] = { "click_tracking", "open_tracking",
	    "subscription_tracking", "ganalytics" };
	size_t i;

	line_enter(out, "tracking_settings");
	for (i = 0; i < COUNT(tracking); i++)
		sendgrid_switch(out, tracking[i], false);
	line_leave(out);
	line_enter(out, "mail_settings");
	sendgrid_switch(out, "sandbox_mode", sandbox);
	line_leave(out);
}

static bool
sendgrid_body(const struct sendgrid *s, const struct channel_message *message, struct str *out,
    struct err *e)
{
	const struct mail *m = &message->mail;

	str_putc(out, '{');
	sendgrid_personalization(out, message);
	if (!sendgrid_mailbox(out, "from", m->from, e)
	    || (m->reply_to && *m->reply_to && !sendgrid_mailbox(out, "reply_to", m->reply_to, e)))
		return false;
	line_text(out, "subject", m->subject ? m->subject : "");
	sendgrid_content(out, m);
	sendgrid_headers(out, m);
	sendgrid_settings(out, s->sandbox);
	str_putc(out, '}');
	return !str_full(out) || err_set(e, ERR_INPUT, "mail: longer than %zu bytes", out->max);
}

static bool
sendgrid_fields(const struct sendgrid *s, const char *path, struct http_request *r, struct err *e)
{
	struct str key = STR_MAX(HTTP_FIELDS_MAX);
	bool ok;

	http_base(&r->url, s->url);
	str_puts(&r->url, path);
	str_printf(&key, "Bearer %s", s->key);
	ok = http_field(r, "Authorization", str_text(&key), e)
	    && http_field(r, "User-Agent", "crt/" CRT_VERSION, e);
	str_wipe(&key);
	return ok;
}

static bool
sendgrid_request(void *self, const struct channel_message *message, struct http_request *r,
    struct err *e)
{
	const struct sendgrid *s = self;

	return mail_ok(&message->mail, e) && sendgrid_fields(s, "/v3/mail/send", r, e)
	    && http_field(r, "Content-Type", "application/json", e)
	    && sendgrid_body(s, message, &r->body, e);
}

/* {"errors":[{"message","field","help"}]} */
static void
sendgrid_errors(const struct http_response *a, struct str *text)
{
	struct err ignored = { 0 };
	const json_t *error;
	json_t *v;

	if (!value_read(&v, a->body, a->len, &ignored))
		return;
	error = value_at(value_get(v, "errors"), 0);
	if (value_text(value_get(error, "field")))
		str_printf(text, "%s: ", value_text(value_get(error, "field")));
	if (value_text(value_get(error, "message")))
		str_puts(text, value_text(value_get(error, "message")));
	value_free(v);
}

static void
sendgrid_read(void *self UNUSED, const struct http_response *a, struct channel_result *r,
    struct str *text)
{
	struct str id = STR_MAX(sizeof r->provider_id - 1);

	if (r->fate != CHANNEL_SENT)
		sendgrid_errors(a, text);
	else if (http_response_field(a, "x-message-id", &id) && !str_full(&id))
		memcpy(r->provider_id, str_text(&id), id.len + 1);
	str_free(&id);
}

static const struct post_provider provider = {
	.name = "SendGrid", .url_option = "sendgrid-url", .key_option = "sendgrid-key-file",
	.request = sendgrid_request, .read = sendgrid_read
};

static bool
sendgrid_ready(const struct channel_settings *set, struct err *e)
{
	if (set->sendgrid_key == NULL || *set->sendgrid_key == '\0') {
		err_set(e, ERR_CONFIG, "no key of SendGrid's API is set");
		err_hint(e, "store a key that has the permission Mail Send in a file with mode 0600, "
		    "and set sendgrid_key_file");
		return err_option(e, "sendgrid-key-file");
	}
	if (http_private(set->sendgrid_url))
		return true;
	err_set(e, ERR_CONFIG, "SendGrid's address is not an https URL");
	return err_option(e, "sendgrid-url");
}

static bool
sendgrid_open(void **self, const struct channel_settings *set, struct err *e)
{
	struct sendgrid *s;

	if (!sendgrid_ready(set, e))
		return false;
	s = mem_get(sizeof *s);
	*s = (struct sendgrid){ NULL, set->sendgrid_url, set->sendgrid_key, set->sendgrid_sandbox };
	if (post_open(&s->post, &provider, s, set, e)) {
		*self = s;
		return true;
	}
	free(s);
	return false;
}

static bool
sendgrid_send(void *self, struct channel_message *message, struct err *e)
{
	struct sendgrid *s = self;

	return post_send(s->post, message, e);
}

static void
sendgrid_scopes(void *arg, const struct http_response *a, const struct err *why UNUSED)
{
	*(bool *)arg = strstr(a->body, "\"mail.send\"") != NULL;
}

/* Whether the key may send. */
static bool
sendgrid_probe(void *self, struct err *e)
{
	struct sendgrid *s = self;
	struct http_request r;
	bool ok, may = false;

	http_request_init(&r, "GET");
	ok = sendgrid_fields(s, "/v3/scopes", &r, e)
	    && post_probe(s->post, &r, sendgrid_scopes, &may, e);
	http_request_free(&r);
	if (!ok || may)
		return ok;
	err_set(e, ERR_UNAVAILABLE, "the key of SendGrid's API has no permission to send");
	err_hint(e, "give it the permission Mail Send, or create another");
	return err_option(e, "sendgrid-key-file");
}

/* SendGrid erases by address, in a job that it begins. */
static bool
sendgrid_erase(void *self, const char *what, struct channel_erased *out, struct err *e)
{
	struct sendgrid *s = self;
	json_t *map = value_map(), *list = value_list();
	struct http_request r;
	bool ok;

	http_request_init(&r, "POST");
	value_add(list, value_new_text(what));
	value_set(map, "email_addresses", list);
	value_print(&r.body, map, false);
	value_free(map);
	ok = sendgrid_fields(s, "/v3/recipients/erasejob", &r, e)
	    && http_field(&r, "Content-Type", "application/json", e)
	    && post_erase(s->post, &provider, &r, 0, out, e);
	http_request_free(&r);
	return ok;
}

static bool
sendgrid_wait(void *self, size_t outstanding_max, struct err *e)
{
	struct sendgrid *s = self;

	return post_wait(s->post, outstanding_max, e);
}

static void
sendgrid_close(void *self)
{
	struct sendgrid *s = self;

	post_close(s->post);
	free(s);
}

const struct channel_kind channel_sendgrid = {
	.name = "sendgrid", .open = sendgrid_open, .send = sendgrid_send, .probe = sendgrid_probe,
	.wait = sendgrid_wait, .erase = sendgrid_erase, .close = sendgrid_close
};
