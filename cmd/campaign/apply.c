/* apply.c: apply and plan: store files in the database, all of them or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "campaign.h"
#include "document/campaign_file.h"
#include "document/template_file.h"
#include "put/put.h"
#include "report/table.h"

static bool
piece_read(struct piece *p, const char *file, struct err *e)
{
	if (!document_open(&p->document, file, e))
		return false;
	p->name = yaml_text(yaml_at(p->document.root, 0));
	switch (p->document.kind) {
	case DOCUMENT_CAMPAIGN:
		return campaign_file_read(&p->campaign, &p->document, e);
	case DOCUMENT_TEMPLATE:
		return template_file_read(&p->template, &p->document, e);
	case DOCUMENT_PARTIAL:
		return partial_file_read(&p->partial, &p->document, e);
	default:
		return segment_file_read(&p->segment, &p->document, e);
	}
}

static bool
piece_same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static const char *
piece_store(const struct piece *p)
{
	switch (p->document.kind) {
	case DOCUMENT_CAMPAIGN:
		return p->campaign.store;
	case DOCUMENT_TEMPLATE:
		return p->template.store;
	case DOCUMENT_PARTIAL:
		return p->partial.store;
	default:
		return p->segment.store;
	}
}

static const char *
piece_locale(const struct piece *p)
{
	return p->document.kind == DOCUMENT_TEMPLATE ? p->template.locale
	    : p->document.kind == DOCUMENT_PARTIAL && *p->partial.locale ? p->partial.locale : NULL;
}

static bool
piece_same(const struct piece *a, const struct piece *b)
{
	if (a->document.kind != b->document.kind || strcmp(a->name, b->name))
		return false;
	return piece_same_text(piece_store(a), piece_store(b))
	    && piece_same_text(piece_locale(a), piece_locale(b))
	    && (a->document.kind != DOCUMENT_TEMPLATE
	    || a->template.channel == b->template.channel);
}

bool
pieces_read(struct piece *pieces, const struct paths *paths, struct err *e)
{
	size_t i, k;

	for (i = 0; i < paths->n; i++) {
		if (!piece_read(&pieces[i], paths->list[i], e))
			return false;
		for (k = 0; k < i; k++)
			if (piece_same(&pieces[k], &pieces[i]))
				return yaml_fail(pieces[i].document.root, e,
				    "\"%s\" is in %s too", pieces[i].name, paths->list[k]);
	}
	return true;
}

void
pieces_free(struct piece *pieces, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (pieces[i].document.kind == DOCUMENT_CAMPAIGN)
			campaign_file_free(&pieces[i].campaign);
		else if (pieces[i].document.kind == DOCUMENT_TEMPLATE)
			template_file_free(&pieces[i].template);
		else if (pieces[i].document.kind == DOCUMENT_SEGMENT)
			segment_file_free(&pieces[i].segment);
		document_close(&pieces[i].document);
		free(pieces[i].parts);
	}
	free(pieces);
}

static void
campaign_apply_cells(struct table *t, const struct piece *p)
{
	enum document_kind kind = p->document.kind;

	table_cell_text(t, document_kinds[kind]);
	table_cell_text(t, piece_store(p));
	table_cell_text(t, p->name);
	table_cell_text(t, piece_locale(p));
	table_cell_text(t, p->is_new ? "new" : p->was_deleted ? "restored"
	    : *p->parts ? "changed" : "same");
	table_cell_text(t, p->was_deleted ? "it was deleted" : *p->parts ? p->parts : NULL);
	if (kind == DOCUMENT_CAMPAIGN || kind == DOCUMENT_TEMPLATE)
		table_cell_int(t, p->version);
}

static bool
campaign_apply_report(const struct piece *pieces, size_t n, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = {
		{ "kind", TABLE_TEXT, 0 }, { "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 },
		{ "locale", TABLE_TEXT, 0 }, { "change", TABLE_TEXT, 0 },
		{ "parts", TABLE_TEXT, 0 }, { "version", TABLE_INT, 0 },
	};
	struct table *t = table_open(columns, COUNT(columns), form);
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < n; i++) {
		campaign_apply_cells(t, &pieces[i]);
		ok = table_row_end(t, e);
	}
	return table_close(t, e) && ok;
}

/* A CSV file has only one table. */
static bool
campaign_apply_experiments(const struct piece *pieces, size_t n, enum output_form form,
    struct err *e)
{
	struct table *t;
	bool ok = true;
	size_t i;

	if (form == OUTPUT_CSV)
		return true;
	t = planned_table(form);
	for (i = 0; ok && i < n; i++)
		if (pieces[i].document.kind == DOCUMENT_CAMPAIGN)
			ok = planned_print(t, &pieces[i].planned, pieces[i].campaign.store,
			    &pieces[i].campaign.campaign, e);
	return table_close(t, e) && ok;
}

/* A dry run in JSON prints whom it would affect, one by one. What is committed prints only sums. */
static bool
campaign_apply_put_campaigns(struct run *r, struct piece *pieces, size_t n, struct err *e)
{
	enum output_form form = option_output(r->common);
	struct table *rows = r->common->dry_run && form == OUTPUT_JSON ? affected_rows(form) : NULL;
	struct active_campaigns before;
	bool ok = active_open(&before, r->db, &r->stores, e);
	size_t i;

	for (i = 0; ok && i < n; i++)
		ok = pieces[i].document.kind != DOCUMENT_CAMPAIGN
		    || put_campaign(r, &pieces[i], &before, rows, e);
	active_close(&before);
	return (rows == NULL || table_close(rows, e)) && ok;
}

static bool
campaign_apply_put_kind(struct run *r, struct piece *pieces, size_t n, enum document_kind kind,
    bool (*put)(struct run *, struct piece *, struct err *), struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < n; i++)
		if (pieces[i].document.kind == kind)
			ok = put(r, &pieces[i], e);
	return ok;
}

/* Each may name the ones before it. */
bool
pieces_put(struct run *r, struct piece *pieces, size_t n, struct err *e)
{
	if (!campaign_apply_put_kind(r, pieces, n, DOCUMENT_PARTIAL, put_partial, e)
	    || !campaign_apply_put_kind(r, pieces, n, DOCUMENT_TEMPLATE, put_template, e)
	    || !put_partials_fit(r, pieces, n, e)
	    || !campaign_apply_put_kind(r, pieces, n, DOCUMENT_SEGMENT, put_segment, e)
	    || !campaign_apply_put_campaigns(r, pieces, n, e))
		return false;
	fault();
	return true;
}

static bool
campaign_apply_affected(const struct piece *pieces, size_t n, enum output_form form, struct err *e)
{
	struct table *t;
	bool ok = true;
	size_t i;

	if (form == OUTPUT_CSV)
		return true;
	t = affected_table(form);
	for (i = 0; ok && i < n; i++)
		ok = pieces[i].document.kind != DOCUMENT_CAMPAIGN
		    || affected_report(&pieces[i].affected, t, pieces[i].campaign.store,
		    pieces[i].name, e);
	return table_close(t, e) && ok;
}

bool
campaign_apply(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct paths paths;
	struct piece *pieces = NULL;
	struct run run = { 0 };
	bool ok = paths_find(&paths, operands, e);

	if (ok) {
		pieces = mem_get(paths.n * sizeof *pieces);
		ok = pieces_read(pieces, &paths, e)
		    && run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
		    && db_begin(run.db, e) && pieces_put(&run, pieces, paths.n, e);
		ok = run_keep(&run, run.db, ok, e)
		    && campaign_apply_report(pieces, paths.n, option_output(&set->common), e)
		    && campaign_apply_affected(pieces, paths.n, option_output(&set->common), e)
		    && campaign_apply_experiments(pieces, paths.n, option_output(&set->common), e);
		pieces_free(pieces, paths.n);
	}
	paths_free(&paths);
	return run_close(&run, ok, e);
}

/* A plan is a dry run of apply, so the two cannot disagree. */
bool
campaign_plan(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;

	set->common.dry_run = true;
	return campaign_apply(set, operands, e);
}
