/* scores.c: compare the customers of stores by recency, frequency, and value. */
#include "base/stop.h"
#include "campaign/scores.h"
#include "query.h"

bool
scores_compare(struct db *db, const struct stores *all, crt_time before, struct err *e)
{
	char now[CLOCK_TEXT], last[CLOCK_TEXT];
	bool ok = true;
	size_t i;

	clock_print(clock_now(), now);
	clock_print(before, last);
	for (i = 0; ok && i < all->n; i++) {
		const char *store = all->list[i].id_text;
		const char *score[] = { store, before ? last : NULL };
		const char *mark[] = { store, now, before ? last : NULL };

		ok = stop_check(e) && db_do(db, sql_customer_score, COUNT(score), score, NULL, e)
		    && db_do(db, sql_store_scored, COUNT(mark), mark, NULL, e);
	}
	return ok;
}
