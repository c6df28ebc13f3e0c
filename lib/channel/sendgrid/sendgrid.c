/* sendgrid.c: send mails by SendGrid's API (v3 Mail Send). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "channel/post.h"
#include "json/value.h"
#include "option/command.h"

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
static json_t *
sendgrid_mailbox(const char *mailbox, struct err *e)
{
	char address[MAIL_ADDRESS_MAX + 1], name[SENDGRID_NAME_MAX];
	json_t *map;

	if (!mail_address_in(mailbox, address, e))
		return NULL;
	mail_name_in(mailbox, name, sizeof name);
	map = value_map();
	value_set_text(map, "email", address);
	if (*name)
		value_set_text(map, "name", name);
	return map;
}

static json_t *
sendgrid_one(json_t *item)
{
	json_t *list = value_list();

	value_add(list, item);
	return list;
}

static json_t *
sendgrid_personalization(const struct channel_message *message)
{
	json_t *all = value_map(), *to = value_map(), *ids = value_map();
	struct str id = STR_MAX(SENDGRID_ID_MAX);

	str_printf(&id, "%s%s%s", message->store ? message->store : "", message->store ? "/" : "",
	    message->id);
	value_set_text(ids, "crt_msg", str_text(&id));
	str_free(&id);
	value_set_text(to, "email", message->mail.to_address);
	if (message->mail.to_name && *message->mail.to_name)
		value_set_text(to, "name", message->mail.to_name);
	value_set(all, "to", sendgrid_one(to));
	value_set(all, "custom_args", ids);
	return sendgrid_one(all);
}

/* SendGrid wants the text before the HTML. */
static json_t *
sendgrid_content(const struct mail *m)
{
	const struct { const char *type, *value; } parts[] = { { "text/plain", m->text },
	    { "text/html", m->html } };
	json_t *list = value_list(), *part;
	size_t i;

	for (i = 0; i < COUNT(parts); i++) {
		if (parts[i].value == NULL || *parts[i].value == '\0')
			continue;
		part = value_map();
		value_set_text(part, "type", parts[i].type);
		value_set_text(part, "value", parts[i].value);
		value_add(list, part);
	}
	return list;
}

static json_t *
sendgrid_headers(const struct mail *m)
{
	struct str list = STR_MAX(SENDGRID_LIST_MAX);
	json_t *map = value_map();

	mail_unsubscribe(&list, m, " ");
	if (list.len)
		value_set_text(map, "List-Unsubscribe", str_text(&list));
	value_set_text(map, "List-Unsubscribe-Post", mail_one_click(m));
	value_set_text(map, "Auto-Submitted", "auto-generated");
	str_free(&list);
	return map;
}

/* {NAME: {"enable": on}} in the map. */
static void
sendgrid_switch(json_t *map, const char *name, bool on)
{
	json_t *setting = value_map();

	value_set(setting, "enable", value_new_bool(on));
	value_set(map, name, setting);
}

static json_t *
sendgrid_tracking(void)
{
	static const char *const names[] = { "click_tracking", "open_tracking",
	    "subscription_tracking", "ganalytics" };
	json_t *map = value_map();
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		sendgrid_switch(map, names[i], false);
	return map;
}

static json_t *
sendgrid_body(const struct sendgrid *s, const struct channel_message *message, struct err *e)
{
	const struct mail *m = &message->mail;
	bool replies = m->reply_to && *m->reply_to;
	json_t *from = sendgrid_mailbox(m->from, e), *all, *settings;
	json_t *reply_to = from && replies ? sendgrid_mailbox(m->reply_to, e) : NULL;

	if (from == NULL || (replies && reply_to == NULL)) {
		value_free(from);
		return NULL;
	}
	all = value_map();
	value_set(all, "personalizations", sendgrid_personalization(message));
	value_set(all, "from", from);
	if (reply_to)
		value_set(all, "reply_to", reply_to);
	value_set_text(all, "subject", m->subject ? m->subject : "");
	value_set(all, "content", sendgrid_content(m));
	value_set(all, "headers", sendgrid_headers(m));
	value_set(all, "tracking_settings", sendgrid_tracking());
	if (s->sandbox) {
		settings = value_map();
		sendgrid_switch(settings, "sandbox_mode", true);
		value_set(all, "mail_settings", settings);
	}
	return all;
}

static bool
sendgrid_fields(const struct sendgrid *s, const char *path, struct http_request *r, struct err *e)
{
	struct str key = STR_MAX(HTTP_FIELDS_MAX);
	size_t n = strlen(s->url);
	bool ok;

	while (n && s->url[n - 1] == '/')
		n--;
	str_add(&r->url, s->url, n);
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
	json_t *body;

	if (!mail_ok(&message->mail, e) || !sendgrid_fields(s, "/v3/mail/send", r, e)
	    || !http_field(r, "Content-Type", "application/json", e))
		return false;
	body = sendgrid_body(s, message, e);
	if (body == NULL)
		return false;
	value_print(&r->body, body, false);
	value_free(body);
	return !str_full(&r->body) || err_set(e, ERR_INPUT, "mail: longer than %zu bytes", r->body.max);
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
	.wait = sendgrid_wait, .close = sendgrid_close
};
