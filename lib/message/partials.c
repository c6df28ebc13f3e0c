/* partials.c: find the partials that templates of a store name. */
#include <stdlib.h>
#include <string.h>

#include "message/partials.h"
#include "query.h"

struct partial {
	const char *name, *locale, *html, *text;
};

static const char *
partials_text(struct partials *p, const struct db_row *row, int column)
{
	const char *text = db_text(row, column);

	return text ? arena_dup(&p->arena, text, db_length(row, column)) : NULL;
}

static bool
partials_row(void *arg, const struct db_row *row, struct err *e)
{
	struct partials *p = arg;

	if (p->n == PARTIALS_MAX)
		return err_set(e, ERR_CONFIG, "a store has more than %d partials", PARTIALS_MAX);
	p->list = mem_more(p->list, p->n, sizeof *p->list);
	p->list[p->n++] = (struct partial){ partials_text(p, row, SQL_PARTIAL_LIST_NAME),
	    partials_text(p, row, SQL_PARTIAL_LIST_LOCALE),
	    partials_text(p, row, SQL_PARTIAL_LIST_HTML),
	    partials_text(p, row, SQL_PARTIAL_LIST_TEXT) };
	return true;
}

bool
partials_open(struct partials *p, struct db *db, const char *store, struct err *e)
{
	const char *params[] = { store };

	*p = (struct partials){ .list = NULL };
	return db_each(db, sql_partial_list, COUNT(params), params, partials_row, p, e);
}

void
partials_close(struct partials *p)
{
	free(p->list);
	arena_free(&p->arena);
	*p = (struct partials){ .list = NULL };
}

/* 3: the language itself; 2: its first part; 1: any; 0: another. */
static int
partials_fit(const char *of, const char *wanted)
{
	size_t n = strlen(of);

	return n == 0 ? 1 : !strcmp(of, wanted) ? 3
	    : !strncmp(of, wanted, n) && wanted[n] == '-' ? 2 : 0;
}

static bool
partials_find(void *arg, const char *name, const char **text, size_t *n, struct err *e UNUSED)
{
	const struct partials_view *v = arg;
	int best = 0;
	size_t i;

	*text = NULL;
	for (i = 0; i < v->all->n; i++) {
		const struct partial *p = &v->all->list[i];
		const char *part = v->html ? p->html : p->text;
		int fit = part && !strcmp(p->name, name) ? partials_fit(p->locale, v->locale) : 0;

		if (fit > best) {
			best = fit;
			*text = part;
			*n = strlen(part);
		}
	}
	return true;
}

void
partials_see(struct partials_view *v, const struct partials *all, const char *locale, bool html,
    const char *layout)
{
	*v = (struct partials_view){ all, locale, html, { partials_find, v,
	    layout && *layout ? layout : NULL } };
}
