/* partial.c: store partials in the database, and check the templates that name them. */
#include <string.h>

#include "base/mem.h"
#include "put.h"
#include "query.h"
#include "rule/variable.h"

static bool
put_partial_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct piece *p = arg;

	p->is_new = db_true(row, SQL_PARTIAL_PUT_IS_NEW);
	p->parts = db_copy(row, SQL_PARTIAL_PUT_PARTS);
	return true;
}

bool
put_partial(struct run *r, struct piece *p, struct err *e)
{
	const struct partial_file *f = &p->partial;
	const struct store *store = NULL;
	char now[CLOCK_TEXT];
	const char *params[] = { NULL, f->name, f->locale, f->html, f->text, run_now(now) };

	if (f->store && !put_store(r, p, f->store, &store, e))
		return false;
	params[0] = store ? store->id_text : NULL;
	return db_each(r->db, sql_partial_put, COUNT(params), params, put_partial_row, p, e);
}

bool
put_views_open(struct put_views *v, struct run *r, const struct store *store, const char *locale,
    const char *layout, struct err *e)
{
	bool ok = partials_open(&v->partials, r->db, store ? store->id_text : NULL, e);

	partials_see(&v->html, &v->partials, locale, true, layout);
	partials_see(&v->text, &v->partials, locale, false, layout);
	return ok;
}

void
put_views_close(struct put_views *v)
{
	partials_close(&v->partials);
}

static bool
put_partial_check(struct run *r, const struct piece *p, struct err *e)
{
	const struct partial_file *f = &p->partial;
	const struct store *store = f->store ? stores_find(&r->stores, f->store) : NULL;
	struct put_views v;
	bool ok = put_views_open(&v, r, store, f->locale, NULL, e)
	    && partial_file_check(f, &p->document, &v.html.liquid, &v.text.liquid, e);

	put_views_close(&v);
	return ok;
}

struct fitting {
	const struct partials *partials;
	const struct store *store;	/* whose partials these are; NULL: of all stores */
	struct err *e;
	bool ok;
};

static void
put_partial_variable(void *arg, const char *dotted, const char *partial, int line UNUSED,
    int column UNUSED)
{
	struct fitting *f = arg;

	if (f->ok && partial && !variable_known(dotted) && strncmp(dotted, "design.", 7))
		f->ok = err_set(f->e, ERR_CONFIG, "%s: no message has the variable \"%.200s\"", partial,
		    dotted);
}

static bool
put_partial_part(struct fitting *f, const struct db_row *row, int column, const char *layout,
    struct err *e)
{
	const char *text = db_text(row, column);
	bool html = column == SQL_TEMPLATE_PARTS_HTML;
	struct partials_view view;
	struct liquid *liquid;

	if (text == NULL)
		return true;
	partials_see(&view, f->partials, db_text(row, SQL_TEMPLATE_PARTS_LOCALE), html,
	    column == SQL_TEMPLATE_PARTS_SUBJECT ? NULL : layout);
	f->ok = liquid_compile_with(&liquid, html ? "html" : "text", text, db_length(row, column),
	    &view.liquid, e);
	if (f->ok)
		liquid_each_variable(liquid, put_partial_variable, f);
	liquid_free(liquid);
	return f->ok || err_in(e, "template \"%s\" (%s)", db_text(row, SQL_TEMPLATE_PARTS_NAME),
	    db_text(row, SQL_TEMPLATE_PARTS_LOCALE));
}

/* A template of all stores is checked with the partials of each store that changed some. */
static bool
put_partial_template(void *arg, const struct db_row *row, struct err *e)
{
	struct fitting *f = arg;
	const char *store = db_text(row, SQL_TEMPLATE_PARTS_STORE_ID);
	const char *design = db_text(row, SQL_TEMPLATE_PARTS_DESIGN_CONFIG);
	json_t *config = NULL;
	const char *layout;
	bool ok;

	if (store && (f->store == NULL || strcmp(store, f->store->id_text)))
		return true;
	if (design && !value_read(&config, design, strlen(design), e))
		return false;
	layout = value_text(value_get(config, "layout"));
	if (layout == NULL && f->store)
		layout = f->store->layout;
	ok = put_partial_part(f, row, SQL_TEMPLATE_PARTS_SUBJECT, NULL, e)
	    && put_partial_part(f, row, SQL_TEMPLATE_PARTS_TEXT, layout, e)
	    && put_partial_part(f, row, SQL_TEMPLATE_PARTS_HTML, layout, e);
	value_free(config);
	return ok;
}

static bool
put_partials_of(struct run *r, const struct store *store, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };
	struct partials partials;
	struct fitting f = { .partials = &partials, .store = store, .e = e, .ok = true };
	bool ok = partials_open(&partials, r->db, store ? store->id_text : NULL, e)
	    && db_each(r->db, sql_template_parts, COUNT(params), params, put_partial_template, &f, e);

	partials_close(&partials);
	return ok;
}

bool
put_partials_fit(struct run *r, struct piece *pieces, size_t n, struct err *e)
{
	bool shared = false, ok = true;
	size_t i, k;

	for (i = 0; ok && i < n; i++)
		if (pieces[i].document.kind == DOCUMENT_PARTIAL) {
			ok = put_partial_check(r, &pieces[i], e);
			shared = shared || pieces[i].partial.store == NULL;
		}
	if (ok && shared)
		ok = put_partials_of(r, NULL, e);
	for (k = 0; ok && k < r->stores.n; k++) {
		bool own = shared;

		for (i = 0; i < n; i++)
			own = own || (pieces[i].document.kind == DOCUMENT_PARTIAL && pieces[i].partial.store
			    && !strcmp(pieces[i].partial.store, r->stores.list[k].slug));
		ok = !own || put_partials_of(r, &r->stores.list[k], e);
	}
	return ok;
}
