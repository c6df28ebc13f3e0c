/* rendered_mail.c: render a template with the data of a record. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "link/optout.h"
#include "link/return_path.h"
#include "store/design.h"
#include "rendered_mail.h"

#define SUBJECT_MAX 4096
#define MESSAGE_ID_MAX 512
#define RENDERED_TITLE_MAX 4096
#define RENDERED_ADDRESS_MAX 2048	/* bytes of a link or an image */

bool
rendered_mail_begin(struct mail_templates *all, struct rendered_mail *l, const struct claimed *m,
    const struct keyring *ring, struct err *e)
{
	l->of = m;
	l->began = 0;
	l->ring = ring;
	return mail_templates_get(all, m, &l->template, e);
}

static bool
rendered_mail_render(const struct rendered_mail *l, const struct liquid *t,
    enum liquid_escape escape, const json_t *context, struct str *out, struct err *e)
{
	struct liquid_options o = { .escape = escape, .locale = l->of->locale, .now = clock_now(),
	    .zone = l->template->zone };

	str_cut(out, 0);
	return t == NULL || liquid_render(t, context, &o, out, e);
}

/* A line break in a name must not end the header. */
static void
rendered_mail_one_line(struct str *s)
{
	size_t i;

	for (i = 0; i < s->len; i++)
		if ((unsigned char)s->data[i] < 0x20 || s->data[i] == 0x7f)
			s->data[i] = ' ';
}

/* A line break at the end would cost a character. */
static void
rendered_mail_trim(struct str *s)
{
	while (s->len && strchr(" \n", s->data[s->len - 1]))
		str_cut(s, s->len - 1);
}

void
rendered_mail_message_id(struct str *s, const char *id, const char *from)
{
	const char *at = strrchr(from, '@');
	size_t n = at ? strcspn(at + 1, "> \t") : 0;

	str_cut(s, 0);
	str_puts(s, id);
	str_putc(s, '@');
	if (n)
		str_add(s, at + 1, n);
	else
		str_puts(s, "crt.invalid");
}

/* The header uses links.unsubscribe, too: one-click for https, else by mail. */
static void
rendered_mail_unsubscribe(struct rendered_mail *l, const json_t *context)
{
	const char *link = value_text(value_path(context, "links.unsubscribe"));
	struct mail *mail = &l->out.mail;

	if (link == NULL)
		return;
	if (strncmp(link, "mailto:", 7)) {
		mail->unsubscribe_url = link;
		mail->unsubscribe_mail = l->of->store->unsubscribe_mail;
	} else
		mail->unsubscribe_mail = optout_mailbox(l->of->store);
	str_cut(&l->optout, 0);
	optout_subject(&l->optout, link);
	mail->unsubscribe_subject = str_text(&l->optout);
}

/* Without a bounce_mail, reports go to the sender. */
static void
rendered_mail_return_path(struct rendered_mail *l)
{
	unsigned char id[IDENT_BYTES];

	if (l->of->store->bounce_mail[0] == '\0' || l->ring == NULL || !ident_read(l->of->id, id))
		return;
	l->return_path.max = MAIL_ADDRESS_MAX;
	return_path(l->ring, l->of->store, id, &l->return_path);
	l->out.return_path = str_text(&l->return_path);
}

void
rendered_mail_free(struct rendered_mail *l)
{
	str_free(&l->subject);
	str_free(&l->text);
	str_free(&l->html);
	str_free(&l->image);
	str_free(&l->link);
	str_free(&l->message_id);
	str_free(&l->optout);
	str_free(&l->return_path);
}

static bool
rendered_mail_address(const struct rendered_mail *l, const struct liquid *t, const json_t *context,
    struct str *out, struct err *e)
{
	out->max = RENDERED_ADDRESS_MAX;
	if (!rendered_mail_render(l, t, LIQUID_PLAIN, context, out, e))
		return false;
	rendered_mail_trim(out);
	return true;
}

static bool
rendered_mail_push(struct rendered_mail *l, const json_t *context, struct err *e)
{
	const struct template *t = l->template;

	return rendered_mail_address(l, t->image, context, &l->image, e)
	    && rendered_mail_address(l, t->link, context, &l->link, e);
}

/* What a device would not open is left out. It stays in l, for the preview. */
static const char *
rendered_mail_opened(const struct rendered_mail *l, const char *what, const struct str *address)
{
	struct template *t = l->template;

	if (address->len == 0 || channel_push_opens(str_text(address)))
		return str_text(address);
	if (!t->closed)
		log_line(LOG_WARN, l->of->store->slug, "template %s: the %s is no https address, and is "
		    "left out", t->name, what);
	t->closed = true;
	return "";
}

/* A line break in a title must not begin a line of the text, which could look like the store's. */
static void
rendered_mail_title(json_t *item, const char *key)
{
	const json_t *value = value_get(item, key);
	struct str text = STR_MAX(RENDERED_TITLE_MAX);

	if (value_text(value) == NULL || str_clean(value_text(value), value_length(value)))
		return;
	str_add(&text, value_text(value), value_length(value));
	rendered_mail_one_line(&text);
	rendered_mail_trim(&text);
	value_set_text(item, key, str_text(&text));
	str_free(&text);
}

/* Mail programs show pictures of https only. */
static void
rendered_mail_items(const json_t *context)
{
	json_t *items = value_path(context, "cart.items"), *item;
	const char *url;
	size_t i;

	for (i = 0; i < value_count(items); i++) {
		item = value_at(items, i);
		url = value_text(value_get(item, "image"));
		if (url && strncasecmp(url, "https://", 8))
			value_set(item, "image", value_new_null());
		rendered_mail_title(item, "title");
		rendered_mail_title(item, "variant");
	}
}

bool
rendered_mail_fill(struct rendered_mail *l, const json_t *context, struct err *e)
{
	struct template *t = l->template;
	const struct claimed *m = l->of;

	l->subject.max = SUBJECT_MAX;
	l->text.max = l->html.max = LIQUID_OUTPUT_MAX;
	l->message_id.max = l->optout.max = MESSAGE_ID_MAX;
	if (t->why.kind != ERR_NONE) {
		*e = t->why;
		return false;
	}
	rendered_mail_items(context);
	design_apply(context, t->design);
	if (!rendered_mail_render(l, t->subject, LIQUID_PLAIN, context, &l->subject, e)
	    || !rendered_mail_render(l, t->text, LIQUID_PLAIN, context, &l->text, e)
	    || !rendered_mail_render(l, t->html, LIQUID_HTML, context, &l->html, e)
	    || (t->channel == CHANNEL_PUSH && !rendered_mail_push(l, context, e)))
		return false;
	if (t->channel != CHANNEL_EMAIL)
		rendered_mail_trim(&l->text);
	rendered_mail_one_line(&l->subject);
	rendered_mail_message_id(&l->message_id, m->id, m->store->from);
	l->out = (struct channel_message){ .id = m->id, .store = m->store->slug, .medium = t->channel,
	    .hooks_url = m->store->hooks_url, .valid_until = m->valid_until, .thread = m->episode,
	    .image = rendered_mail_opened(l, "image", &l->image),
	    .link = rendered_mail_opened(l, "link", &l->link), .tag = l, .mail = {
	    .message_id = str_text(&l->message_id),
	    .from = t->channel == CHANNEL_SMS ? m->store->sms_from : m->store->from,
	    .reply_to = m->store->reply_to, .to_address = m->recipient,
	    .subject = str_text(&l->subject), .text = str_text(&l->text),
	    .html = str_text(&l->html), .locale = m->locale, .date = clock_now() } };
	rendered_mail_unsubscribe(l, context);
	rendered_mail_return_path(l);
	if (!t->clipped && l->html.len >= MAIL_CLIP_WARN_KIB * 1024) {
		mail_log_size(l->html.len, m->store->slug, t->name);
		t->clipped = true;
	}
	return true;
}
