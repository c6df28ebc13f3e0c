/* mail_templates.c: the templates of a run, compiled once each. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "message/partials.h"
#include "mail_templates.h"
#include "query.h"
#include "store/zone_find.h"

/* A store's time zone and partials; they do not change during a run. */
struct mail_zone {
	const struct store *store;
	struct zone zone;
	struct partials partials;
};

/* A template being compiled. */
struct mail_loading {
	struct template *template;
	const struct partials *partials;
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
	free(t->design);
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
	for (i = 0; i < l->places; i++) {
		partials_close(&l->place[i]->partials);
		free(l->place[i]);
	}
	free(l->place);
	free(l->list);
	free(l);
}

/* The layout of the design, or of the store. A subject and the parts of other channels have
   none. */
static const char *
mail_template_layout(const struct template *t, const json_t *design, int column)
{
	const char *own = value_text(value_get(design, "layout"));

	if (t->channel != CHANNEL_EMAIL || column == SQL_MESSAGE_TEMPLATE_SUBJECT)
		return NULL;
	return own ? own : t->store->layout;
}

static bool
mail_template_compile(struct liquid **out, const struct mail_loading *l, const struct db_row *row,
    int column, const json_t *design)
{
	struct template *t = l->template;
	const char *text = db_text(row, column);
	struct partials_view view;

	*out = NULL;
	partials_see(&view, l->partials, t->locale, column == SQL_MESSAGE_TEMPLATE_HTML,
	    mail_template_layout(t, design, column));
	return text == NULL || liquid_compile_with(out, t->name, text, db_length(row, column),
	    &view.liquid, &t->why);
}

static bool
mail_template_load(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	const struct mail_loading *l = arg;
	struct template *t = l->template;
	json_t *design = NULL;

	t->why = (struct err){ 0 };
	t->design = db_copy(row, SQL_MESSAGE_TEMPLATE_DESIGN_CONFIG);
	if ((t->design && !value_read(&design, t->design, strlen(t->design), &t->why))
	    || !mail_template_compile(&t->subject, l, row, SQL_MESSAGE_TEMPLATE_SUBJECT, design)
	    || !mail_template_compile(&t->text, l, row, SQL_MESSAGE_TEMPLATE_TEXT, design)
	    || !mail_template_compile(&t->html, l, row, SQL_MESSAGE_TEMPLATE_HTML, design)
	    || !mail_template_compile(&t->image, l, row, SQL_MESSAGE_TEMPLATE_IMAGE, design)
	    || !mail_template_compile(&t->link, l, row, SQL_MESSAGE_TEMPLATE_LINK, design))
		err_in(&t->why, "template");
	value_free(design);
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

/* An unknown zone is only a warning. */
static bool
mail_template_zone(struct run *r, const struct store *s, struct zone *zone, struct err *e)
{
	if (zone_find(zone, r->db, s->timezone, e))
		return true;
	if (e->kind != ERR_CONFIG)
		return false;
	log_line(LOG_WARN, s->slug, "%s: dates in mails are printed in UTC", e->text);
	*e = (struct err){ 0 };
	return true;
}

/* What templates need of their store, looked up once a run. */
static bool
mail_template_place(struct mail_templates *all, const struct store *s, struct mail_zone **out,
    struct err *e)
{
	struct mail_zone *p;
	size_t i;

	for (i = 0; i < all->places; i++)
		if (all->place[i]->store == s) {
			*out = all->place[i];
			return true;
		}
	p = *out = mem_get(sizeof *p);
	p->store = s;
	all->place = mem_more(all->place, all->places, sizeof *all->place);
	all->place[all->places++] = p;
	return mail_template_zone(all->run, s, &p->zone, e)
	    && partials_open(&p->partials, all->run->db, s->id_text, e);
}

bool
mail_templates_get(struct mail_templates *all, const struct claimed *m, struct template **out,
    struct err *e)
{
	const char *params[] = { m->store->id_text, m->template, m->locale,
	    words_message_channel[all->channel] };
	struct mail_loading loading;
	struct mail_zone *place = NULL;
	struct template *t = *out = mail_template_known(all, m);

	if (t)
		return true;
	if (all->n == MAIL_TEMPLATES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d templates", MAIL_TEMPLATES_MAX);
	t = *out = mem_get(sizeof *t);
	*t = (struct template){ .store = m->store, .channel = all->channel,
	    .name = mem_dup(m->template), .locale = mem_dup(m->locale) };
	err_set(&t->why, ERR_CONFIG, "there is no template \"%s\" for %s", t->name, t->locale);
	all->list = mem_more(all->list, all->n, sizeof *all->list);
	all->list[all->n++] = t;
	if (!mail_template_place(all, m->store, &place, e))
		return false;
	t->zone = &place->zone;
	loading = (struct mail_loading){ t, &place->partials };
	return db_each(all->run->db, sql_message_template, COUNT(params), params, mail_template_load,
	    &loading, e);
}
