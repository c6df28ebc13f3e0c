/* trigger_facts.c: read a row of episode_take into the facts that a trigger tests. */
#include "campaign/trigger_facts.h"
#include "query.h"

static void
fact_text(struct condition_facts *f, enum condition_kind kind, const char *text)
{
	f->of[kind] = (struct condition_fact){ .known = text != NULL, .text = text };
}

static void
fact_number(struct condition_facts *f, enum condition_kind kind, int64_t number)
{
	f->of[kind] = (struct condition_fact){ .known = true, .number = number };
}

static bool
fact_json(const struct db_row *row, int column, json_t **out, struct err *e)
{
	const char *s = db_text(row, column);

	*out = NULL;
	return s == NULL || value_read(out, s, db_length(row, column), e);
}

static bool
fact_items(struct condition_facts *f, const struct db_row *row, int first,
    struct err *e)
{
	json_t *items;
	int64_t pieces = 0;
	size_t i;

	if (!fact_json(row, first + SQL_EPISODE_TAKE_ITEMS, &items, e))
		return err_in(e, "items of episode %s", db_text(row, first + SQL_EPISODE_TAKE_ID));
	f->items = items;
	for (i = 0; i < value_count(items); i++) {
		const json_t *quantity = value_get(value_at(items, i), "quantity");

		pieces += quantity ? value_int(quantity) : 1;
	}
	f->of[CONDITION_ITEMS_COUNT] = (struct condition_fact){ .known = items != NULL,
	    .number = pieces };
	return true;
}

static bool
fact_orders(struct condition_facts *f, const struct db_row *row, int first,
    struct err *e)
{
	int64_t orders = db_int(row, first + SQL_EPISODE_TAKE_ORDERS);
	crt_time last = db_time(row, first + SQL_EPISODE_TAKE_ORDERED_AT);
	json_t *spent;

	if (!fact_json(row, first + SQL_EPISODE_TAKE_SPENT, &spent, e))
		return false;
	f->of[CONDITION_SPENT] = (struct condition_fact){ .known = true, .set = spent };
	fact_number(f, CONDITION_ORDERS, orders);
	fact_text(f, CONDITION_CUSTOMER_IS, orders ? "returning" : "new");
	if (last != DB_NO_TIME)
		fact_number(f, CONDITION_ORDER_DAYS,
		    (db_time(row, first + SQL_EPISODE_TAKE_ABANDONED_AT) - last) / CLOCK_DAY);
	return true;
}

/* Unknown of those who never bought, and until crt-report rollup has compared the customers. */
static void
fact_scores(struct condition_facts *f, const struct db_row *row, int first)
{
	static const struct { enum condition_kind kind; int column; } scores[] = {
		{ CONDITION_RECENCY, SQL_EPISODE_TAKE_RECENCY },
		{ CONDITION_FREQUENCY, SQL_EPISODE_TAKE_FREQUENCY },
		{ CONDITION_SPENDING, SQL_EPISODE_TAKE_SPENDING },
	};
	size_t i;

	for (i = 0; i < COUNT(scores); i++)
		if (db_text(row, first + scores[i].column))
			fact_number(f, scores[i].kind, db_int(row, first + scores[i].column));
}

/* The tags of a person whom the shop has never described are unknown. */
static bool
fact_tags(struct condition_facts *f, const struct db_row *row, int first,
    struct err *e)
{
	json_t *tags;

	if (!fact_json(row, first + SQL_EPISODE_TAKE_TAGS, &tags, e))
		return false;
	f->of[CONDITION_TAGS] = (struct condition_fact){ .known = tags != NULL, .set = tags };
	return true;
}

static bool
fact_origin(struct condition_facts *f, const struct db_row *row, int first,
    struct err *e)
{
	static const struct { const char *key; enum condition_kind kind; } members[] = {
		{ "device", CONDITION_DEVICE }, { "referrer", CONDITION_REFERRER },
		{ "utm_source", CONDITION_UTM_SOURCE }, { "utm_medium", CONDITION_UTM_MEDIUM },
		{ "utm_campaign", CONDITION_UTM_CAMPAIGN }, { "utm_term", CONDITION_UTM_TERM },
		{ "utm_content", CONDITION_UTM_CONTENT },
	};
	size_t i;

	if (!fact_json(row, first + SQL_EPISODE_TAKE_ORIGIN, &f->origin, e))
		return false;
	for (i = 0; i < COUNT(members); i++)
		fact_text(f, members[i].kind, value_text(value_get(f->origin, members[i].key)));
	return true;
}

bool
trigger_facts_read(struct condition_facts *f, const struct db_row *row, int first,
    struct err *e)
{
	const char *consent = db_text(row, first + SQL_EPISODE_TAKE_CONSENT);

	*f = (struct condition_facts){ .by_hand = db_true(row, first + SQL_EPISODE_TAKE_BY_HAND) };
	f->of[CONDITION_CART_VALUE] = (struct condition_fact){
	    .known = db_text(row, first + SQL_EPISODE_TAKE_VALUE) != NULL,
	    .number = db_int(row, first + SQL_EPISODE_TAKE_VALUE),
	    .text = db_text(row, first + SQL_EPISODE_TAKE_CURRENCY) };
	fact_text(f, CONDITION_COUNTRY, db_text(row, first + SQL_EPISODE_TAKE_COUNTRY));
	fact_text(f, CONDITION_REGION, db_text(row, first + SQL_EPISODE_TAKE_REGION));
	fact_text(f, CONDITION_LOCALE, db_text(row, first + SQL_EPISODE_TAKE_LOCALE));
	fact_text(f, CONDITION_CONSENT, consent ? consent : "unknown");
	fact_number(f, CONDITION_TIME, db_int(row, first + SQL_EPISODE_TAKE_MINUTE));
	fact_text(f, CONDITION_DAY, db_text(row, first + SQL_EPISODE_TAKE_WEEKDAY));
	fact_scores(f, row, first);
	return fact_orders(f, row, first, e) && fact_tags(f, row, first, e)
	    && fact_origin(f, row, first, e) && fact_items(f, row, first, e);
}

void
trigger_facts_free(struct condition_facts *f)
{
	value_free(f->items);
	value_free(f->origin);
	value_free(f->of[CONDITION_TAGS].set);
	value_free(f->of[CONDITION_SPENT].set);
}
