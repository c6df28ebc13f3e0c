/* customer_segments.c: the segments of a run's stores. */
#include <stdlib.h>

#include "base/mem.h"
#include "campaign/customer_segments.h"
#include "query.h"

struct customer_segments_loading {
	struct customer_segments *all;
	const struct stores *stores;
};

static bool
customer_segments_read(struct condition *c, const struct db_row *row, struct err *e)
{
	struct condition_fault fault;
	struct err why = { 0 };
	json_t *json = NULL;
	bool ok = value_read(&json, db_text(row, SQL_SEGMENT_ACTIVE_CONDITIONS),
	        db_length(row, SQL_SEGMENT_ACTIVE_CONDITIONS), &why)
	    && condition_read(c, json, &fault, &why);

	value_free(json);
	return ok || err_set(e, ERR_BUG, "the stored segment \"%s\" has wrong conditions",
	    db_text(row, SQL_SEGMENT_ACTIVE_NAME));
}

static bool
customer_segments_row(void *arg, const struct db_row *row, struct err *e)
{
	struct customer_segments_loading *l = arg;
	struct customer_segments *all = l->all;

	if (all->n == CUSTOMER_SEGMENTS_MAX)
		return err_set(e, ERR_CONFIG, "there are more than %d segments", CUSTOMER_SEGMENTS_MAX);
	all->list = mem_more(all->list, all->n, sizeof *all->list);
	all->stores = mem_more(all->stores, all->n, sizeof *all->stores);
	all->stores[all->n] = stores_by_id(l->stores, db_text(row, SQL_SEGMENT_ACTIVE_STORE_ID));
	all->list[all->n] = (struct condition_segment){ db_copy(row, SQL_SEGMENT_ACTIVE_NAME),
	    { .kind = CONDITION_MAP } };
	return customer_segments_read(&all->list[all->n++].conditions, row, e);
}

bool
customer_segments_open(struct customer_segments *all, struct db *db, const struct stores *stores,
    struct err *e)
{
	struct customer_segments_loading l = { all, stores };
	const char *params[] = { str_text(&stores->array) };

	*all = (struct customer_segments){ NULL };
	return db_each(db, sql_segment_active, COUNT(params), params, customer_segments_row, &l, e);
}

void
customer_segments_close(struct customer_segments *all)
{
	while (all->n) {
		struct condition_segment *s = &all->list[--all->n];

		free(s->name);
		condition_free(&s->conditions);
	}
	free(all->list);
	free(all->stores);
	*all = (struct customer_segments){ NULL };
}

const struct condition_segment *
customer_segments_of(const struct customer_segments *all, const struct store *s, size_t *n)
{
	const struct condition_segment *first = NULL;
	size_t i;

	*n = 0;
	for (i = 0; i < all->n; i++)
		if (all->stores[i] == s) {
			first = first ? first : &all->list[i];
			++*n;
		}
	return first;
}
