/* rows.c: the stored rows that the gates of an episode look at. */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "query.h"
#include "run/run.h"

static bool
explain_rows_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct explaining *x = arg;
	const char *id = db_text(row, SQL_EXPLAIN_ROWS_ID);
	const char *word = db_text(row, SQL_EXPLAIN_ROWS_WORD);
	struct str text = STR_MAX(1024);

	str_printf(&text, "%s %s", db_text(row, SQL_EXPLAIN_ROWS_KIND), id ? id : "");
	if (word)
		str_printf(&text, " (%s)", word);
	x->rows = mem_more(x->rows, x->nrows, sizeof *x->rows);
	x->rows[x->nrows++] = (struct explain_row){ gate_find(db_text(row, SQL_EXPLAIN_ROWS_GATE)),
	    db_time(row, SQL_EXPLAIN_ROWS_AT), db_enum(row, SQL_EXPLAIN_ROWS_CHANNEL,
	    words_message_channel), arena_dup(&x->words, str_text(&text), text.len) };
	str_free(&text);
	return true;
}

void
explain_rows_drop(struct explaining *x)
{
	free(x->rows);
	x->rows = NULL;
	x->nrows = 0;
	arena_reset(&x->words);
}

bool
explain_rows_read(struct explaining *x, struct err *e)
{
	const char *params[] = { x->found->store->id_text, x->found->episode };

	explain_rows_drop(x);
	return db_each(x->run->db, sql_explain_rows, COUNT(params), params, explain_rows_row, x, e);
}

const struct explain_row *
explain_rows_find(const struct explaining *x, enum gate gate, enum message_channel channel,
    crt_time before, const char *except)
{
	size_t i;

	for (i = 0; gate != GATE_NAME_NONE && i < x->nrows; i++)
		if (x->rows[i].gate == gate && x->rows[i].at <= before
		    && (x->rows[i].channel < 0 || x->rows[i].channel == (int)channel)
		    && (*except == '\0' || strstr(x->rows[i].text, except) == NULL))
			return &x->rows[i];
	return NULL;
}
