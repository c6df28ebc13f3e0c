/* put.c: store the campaign or template of one file in the database. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "put.h"
#include "query.h"
#include "text/nearest.h"

#define JSON_MAX ((size_t)1024 * 1024)

static bool
campaign_put_template_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct piece *p = arg;

	p->is_new = db_true(row, SQL_TEMPLATE_PUT_IS_NEW);
	p->parts = db_copy(row, SQL_TEMPLATE_PUT_PARTS);
	p->version = db_int(row, SQL_TEMPLATE_PUT_VERSION);
	return true;
}

static bool
put_template_check(struct run *r, const struct piece *p, const struct store *store, struct err *e)
{
	const struct template_file *t = &p->template;
	const char *layout = t->layout ? t->layout : store ? store->layout : NULL;
	struct put_views v;
	bool ok = put_views_open(&v, r, store, t->locale, layout, e)
	    && template_file_check(t, &p->document, &v.html.liquid, &v.text.liquid, e);

	put_views_close(&v);
	return ok;
}

static bool
put_template_several(void *arg, const struct db_row *row UNUSED, struct err *e)
{
	const struct piece *p = arg;

	return yaml_fail(yaml_get(p->document.root, "is_default"), e,
	    "another language of template \"%s\" is the default", p->name);
}

static bool
put_template_default(struct run *r, struct piece *p, const struct store *store, struct err *e)
{
	const char *params[] = { store ? store->id_text : NULL, p->name,
	    words_message_channel[p->template.channel] };

	return !p->template.is_default
	    || db_each(r->db, sql_template_default, COUNT(params), params, put_template_several, p, e);
}

bool
put_template(struct run *r, struct piece *p, struct err *e)
{
	const struct template_file *t = &p->template;
	const struct store *store = NULL;
	char now[CLOCK_TEXT];
	const char *params[] = { NULL, t->name, t->locale, t->subject, t->html, t->text,
	    t->preview.len ? str_text(&t->preview) : NULL, run_now(now),
	    words_message_channel[t->channel], t->image, t->link,
	    t->design.len ? str_text(&t->design) : NULL, t->is_default ? "t" : "f" };

	if (t->store && !put_store(r, p, t->store, &store, e))
		return false;
	params[0] = store ? store->id_text : NULL;
	return put_template_check(r, p, store, e)
	    && db_each(r->db, sql_template_put, COUNT(params), params, campaign_put_template_row, p, e)
	    && put_template_default(r, p, store, e);
}

struct names {
	struct arena memory;
	enum message_channel channel;	/* of the step */
	char **list;
	size_t n;
};

static bool
template_name_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct names *names = arg;

	names->list = mem_more(names->list, names->n, sizeof *names->list);
	names->list[names->n++] = arena_dup(&names->memory, db_text(row, SQL_TEMPLATE_LIST_NAME),
	    db_length(row, SQL_TEMPLATE_LIST_NAME));
	return true;
}

static bool
has_template(const struct names *names, const struct yaml *at, struct err *e)
{
	struct nearest near = { .wanted = yaml_text(at) };
	size_t i;

	for (i = 0; i < names->n; i++) {
		if (!strcmp(names->list[i], near.wanted))
			return true;
		nearest_try(&near, names->list[i]);
	}
	yaml_fail(at, e, "there is no template \"%s\" for %s", near.wanted,
	    words_message_channel[names->channel]);
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near))
	    : err_hint(e, "apply it in the same run as this file");
}

static bool
has_templates(struct run *r, const struct piece *p, const struct store *store,
    enum message_channel channel, struct err *e)
{
	const struct campaign_file *f = &p->campaign;
	const char *params[] = { store->id_text, words_message_channel[channel] };
	struct names names = { .channel = channel };
	size_t i;
	bool ok = db_each(r->db, sql_template_list, COUNT(params), params, template_name_row,
	    &names, e);

	for (i = 0; ok && i < f->campaign.nsteps; i++)
		ok = f->campaign.steps[i].channel != channel
		    || has_template(&names, f->templates[i], e);
	free(names.list);
	arena_free(&names.memory);
	return ok;
}

static bool
campaign_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct piece *p = arg;

	p->version = db_int(row, SQL_CAMPAIGN_PUT_VERSION);
	p->is_new = db_true(row, SQL_CAMPAIGN_PUT_IS_NEW);
	p->was_deleted = db_true(row, SQL_CAMPAIGN_PUT_WAS_DELETED);
	p->parts = db_copy(row, SQL_CAMPAIGN_PUT_PARTS);
	return true;
}

static bool
campaign_put(struct run *r, struct piece *p, const struct store *store, struct err *e)
{
	const struct campaign_file *f = &p->campaign;
	struct str trigger = STR_MAX(JSON_MAX), steps = STR_MAX(JSON_MAX);
	const struct campaign_experiment *x = &f->campaign.experiment;
	char now[CLOCK_TEXT], priority[16], holdout[16], window[40], alpha[16], effect[16], cap[24];
	const char *params[] = { store->id_text, p->name,
	    f->status < 0 ? NULL : words_campaign_status[f->status], priority, p->document.text,
	    NULL, NULL, holdout, run_now(now), window, alpha, effect, x->cap ? cap : NULL,
	    words_campaign_type[f->campaign.type] };
	bool ok;

	campaign_print(&f->campaign, &trigger, &steps);
	params[5] = str_text(&trigger);
	params[6] = str_text(&steps);
	snprintf(priority, sizeof priority, "%d", f->campaign.priority);
	snprintf(holdout, sizeof holdout, "%d", f->campaign.holdout);
	snprintf(window, sizeof window, "%lld seconds", (long long)(x->window / CLOCK_SECOND));
	snprintf(alpha, sizeof alpha, "%d", x->alpha);
	snprintf(effect, sizeof effect, "%d", x->min_effect);
	snprintf(cap, sizeof cap, "%" PRId64, x->cap);
	ok = db_each(r->db, sql_campaign_put, COUNT(params), params, campaign_row, p, e);
	str_free(&trigger);
	str_free(&steps);
	return ok;
}

/* A new campaign takes only what is offered from now on. */
static bool
put_enrollments(struct run *r, struct piece *p, const struct active_campaigns *before,
    const struct store *store, struct table *rows, struct err *e)
{
	const struct active_campaign *was = NULL;
	size_t i;

	for (i = 0; i < before->n; i++)
		if (before->campaigns[i].store == store
		    && !strcmp(before->campaigns[i].rule.name, p->name))
			was = &before->campaigns[i];
	if (was == NULL || p->is_new || p->was_deleted || *p->parts == '\0')
		return true;
	return affected_apply(&p->affected, r, was, &p->campaign.campaign,
	    p->campaign.status < 0 ? was->active : p->campaign.status == CAMPAIGN_ACTIVE, rows, e);
}

bool
put_campaign(struct run *r, struct piece *p, const struct active_campaigns *before,
    struct table *rows, struct err *e)
{
	const struct store *store;

	return put_store(r, p, p->campaign.store, &store, e)
	    && campaign_file_fits(&p->campaign, store, e)
	    && has_templates(r, p, store, CHANNEL_EMAIL, e)
	    && has_templates(r, p, store, CHANNEL_SMS, e)
	    && has_templates(r, p, store, CHANNEL_PUSH, e)
	    && put_segments_exist(r, p, store, e) && campaign_put(r, p, store, e)
	    && put_enrollments(r, p, before, store, rows, e)
	    && planned_read(&p->planned, r, store, &p->campaign.campaign, e);
}
