/* messages.c: count the results of messages, and the addresses that a store must not mail. */
#include <math.h>
#include <stdio.h>

#include "dashboard.h"
#include "report/figure.h"

#define PERSONS_LEAST "10"		/* a domain of fewer may lead to a person */
#define DOMAINS_MOST  "12"

struct messages {
	json_t *reasons, *providers, *domains, *suppressed;
	const char *locale;
};

static bool
messages_reason_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct messages *m = arg;
	json_t *map = value_map();
	int64_t n = db_int(row, SQL_MESSAGE_SUM_MESSAGES);

	value_add(m->reasons, map);
	value_set_text(map, "status", db_text(row, SQL_MESSAGE_SUM_STATUS));
	value_set_text(map, "reason", db_text(row, SQL_MESSAGE_SUM_REASON));
	value_set(map, "n", value_new_int(n));
	figure_int(map, "messages", n, m->locale);
	return true;
}

static bool
messages_delivery_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct messages *m = arg;
	const char *provider = db_text(row, SQL_DELIVERY_SUM_PROVIDER);
	int64_t sent = db_int(row, SQL_DELIVERY_SUM_SENT);
	int64_t delivered = db_int(row, SQL_DELIVERY_SUM_DELIVERED);
	json_t *map = value_map();

	value_add(provider ? m->providers : m->domains, map);
	value_set_text(map, "name", provider ? provider : db_text(row, SQL_DELIVERY_SUM_DOMAIN));
	if (provider)
		value_set_text(map, "channel", db_text(row, SQL_DELIVERY_SUM_CHANNEL));
	figure_int(map, "sent", sent, m->locale);
	figure_int(map, "bounced", db_int(row, SQL_DELIVERY_SUM_BOUNCED), m->locale);
	figure_int(map, "complained", db_int(row, SQL_DELIVERY_SUM_COMPLAINED), m->locale);
	figure_int(map, "unsubscribed", db_int(row, SQL_DELIVERY_SUM_UNSUBSCRIBED), m->locale);
	figure_percent(map, "delivery_rate", report_share(delivered, sent), m->locale);
	figure_percent(map, "complaint_rate",
	    report_share(db_int(row, SQL_DELIVERY_SUM_COMPLAINED), delivered), m->locale);
	return true;
}

static bool
messages_suppressed_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct messages *m = arg;
	json_t *map = value_map();

	value_add(m->suppressed, map);
	value_set_text(map, "channel", db_text(row, SQL_SUPPRESSION_SUM_CHANNEL));
	value_set_text(map, "reason", db_text(row, SQL_SUPPRESSION_SUM_REASON));
	figure_int(map, "added", db_int(row, SQL_SUPPRESSION_SUM_ADDED), m->locale);
	figure_int(map, "total", db_int(row, SQL_SUPPRESSION_SUM_TOTAL), m->locale);
	return true;
}

bool
messages_show(json_t *context, struct db *db, const struct store_figures *f, const char *locale,
    struct err *e)
{
	struct messages m = { value_list(), value_list(), value_list(), value_list(), locale };
	char ids[IDENT_TEXT + 2];
	const char *since = f->period.text[SQL_PERIOD_FIND_SINCE];
	const char *until = f->period.text[SQL_PERIOD_FIND_UNTIL];
	const char *reasons[] = { ids, since, until, "false" };
	const char *delivery[] = { f->store->id_text, since, until, PERSONS_LEAST, DOMAINS_MOST };

	snprintf(ids, sizeof ids, "{%s}", f->store->id_text);
	value_set(context, "reasons", m.reasons);
	value_set(context, "providers", m.providers);
	value_set(context, "domains", m.domains);
	value_set(context, "suppressed", m.suppressed);
	return db_each(db, sql_message_sum, COUNT(reasons), reasons, messages_reason_row, &m, e)
	    && db_each(db, sql_delivery_sum, COUNT(delivery), delivery, messages_delivery_row, &m, e)
	    && db_each(db, sql_suppression_sum, 3, delivery, messages_suppressed_row, &m, e);
}
