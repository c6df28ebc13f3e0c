/* rendered_mail.c: render a template with the data of a record. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "link/optout.h"
#include "link/return_path.h"
#include "store/zone_find.h"
#include "rendered_mail.h"
#include "query.h"
#include "liquid/liquid.h"

#define SUBJECT_MAX 4096
#define MESSAGE_ID_MAX 512
#define RENDERED_TITLE_MAX 4096
#define RENDERED_ADDRESS_MAX 2048	/* bytes of a link or an image */

struct template {
	const struct store *store;
	enum message_channel channel;
	char *name, *locale;
	struct liquid *subject, *text, *html, *image, *link;
	const struct zone *zone;
	struct err why;			/* why it cannot be used */
	bool clipped, closed;		/* the warning was given: too large, an address not opened */
};

/* A store's time zone; it does not change during a run. */
struct mail_zone {
	const struct store *store;
	struct zone zone;
};

struct mail_templates {
	struct run *run;
	enum message_channel channel;
	struct mail_zone **place;
	size_t places;
	struct template **list;
	size_t n;
};

struct mail_templates *
mail_templates_open(struct run *r, enum message_channel channel)
{
	struct mail_templates *l = mem_get(sizeof *l);

	l->run = r;
	l->channel = channel;
	return l;
}

static void
mail_template_free(struct template *t)
{
	free(t->name);
	free(t->locale);
	liquid_free(t->subject);
	liquid_free(t->text);
	liquid_free(t->html);
	liquid_free(t->image);
	liquid_free(t->link);
	free(t);
}

void
mail_templates_close(struct mail_templates *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n; i++)
		mail_template_free(l->list[i]);
	for (i = 0; i < l->places; i++)
		free(l->place[i]);
	free(l->place);
	free(l->list);
	free(l);
}

static bool
mail_template_compile(struct liquid **out, const char *name, const struct db_row *row, int column,
    struct err *e)
{
	const char *text = db_text(row, column);

	*out = NULL;
	return text == NULL || liquid_compile(out, name, text, db_length(row, column), e);
}

static bool
mail_template_load(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct template *t = arg;

	t->why = (struct err){ 0 };
	if (!mail_template_compile(&t->subject, t->name, row, SQL_MESSAGE_TEMPLATE_SUBJECT, &t->why)
	    || !mail_template_compile(&t->text, t->name, row, SQL_MESSAGE_TEMPLATE_TEXT, &t->why)
	    || !mail_template_compile(&t->html, t->name, row, SQL_MESSAGE_TEMPLATE_HTML, &t->why)
	    || !mail_template_compile(&t->image, t->name, row, SQL_MESSAGE_TEMPLATE_IMAGE, &t->why)
	    || !mail_template_compile(&t->link, t->name, row, SQL_MESSAGE_TEMPLATE_LINK, &t->why))
		err_in(&t->why, "template");
	return true;
}

static struct template *
mail_template_known(const struct mail_templates *l, const struct claimed *m)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->list[i]->store == m->store && !strcmp(l->list[i]->name, m->template)
		    && !strcmp(l->list[i]->locale, m->locale))
			return l->list[i];
	return NULL;
}

/* The store's zone, looked up once a run.  An unknown zone is only a warning. */
static bool
mail_template_zone(struct mail_templates *all, const struct store *s, const struct zone **zone,
    struct err *e)
{
	struct mail_zone *p;
	size_t i;

	for (i = 0; i < all->places; i++)
		if (all->place[i]->store == s) {
			*zone = &all->place[i]->zone;
			return true;
		}
	p = mem_get(sizeof *p);
	p->store = s;
	all->place = mem_more(all->place, all->places, sizeof *all->place);
	all->place[all->places++] = p;
	*zone = &p->zone;
	if (zone_find(&p->zone, all->run->db, s->timezone, e))
		return true;
	if (e->kind != ERR_CONFIG)
		return false;
	log_line(LOG_WARN, s->slug, "%s: dates in mails are printed in UTC", e->text);
	*e = (struct err){ 0 };
	return true;
}

bool
rendered_mail_begin(struct mail_templates *all, struct rendered_mail *l, const struct claimed *m,
    struct err *e)
{
	const char *params[] = { m->store->id_text, m->template, m->locale,
	    words_message_channel[all->channel] };
	struct template *t;

	l->of = m;
	l->began = 0;
	l->ring = all->run->ring;
	l->template = mail_template_known(all, m);
	if (l->template)
		return true;
	if (all->n == MAIL_TEMPLATES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d templates", MAIL_TEMPLATES_MAX);
	t = mem_get(sizeof *t);
	*t = (struct template){ .store = m->store, .channel = all->channel,
	    .name = mem_dup(m->template),
	    .locale = mem_dup(m->locale) };
	err_set(&t->why, ERR_CONFIG, "there is no template \"%s\" for %s", t->name, t->locale);
	all->list = mem_more(all->list, all->n, sizeof *all->list);
	all->list[all->n++] = t;
	l->template = t;
	return mail_template_zone(all, m->store, &t->zone, e)
	    && db_each(all->run->db, sql_message_template, COUNT(params), params, mail_template_load, t,
	    e);
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
