/* sums.c: sums of rows of performance_sum, and how a template sees them. */
#include <stdlib.h>
#include <string.h>

#include "../report.h"
#include "report/figure.h"
#include "sums.h"

static const struct shown {
	const char *name;
	int column;
} counts[] = {
	{ "abandoned", SQL_PERFORMANCE_SUM_ABANDONED }, { "mailable", SQL_PERFORMANCE_SUM_MAILABLE },
	{ "sent", SQL_PERFORMANCE_SUM_SENT }, { "delivered", SQL_PERFORMANCE_SUM_DELIVERED },
	{ "clicked", SQL_PERFORMANCE_SUM_CLICKED }, { "recovered", SQL_PERFORMANCE_SUM_RECOVERED },
	{ "recovered_sent", SQL_PERFORMANCE_SUM_RECOVERED_SENT },
	{ "messages", SQL_PERFORMANCE_SUM_MESSAGES },
	{ "messages_delivered", SQL_PERFORMANCE_SUM_MESSAGES_DELIVERED },
	{ "messages_clicked", SQL_PERFORMANCE_SUM_MESSAGES_CLICKED },
	{ "messages_bounced", SQL_PERFORMANCE_SUM_MESSAGES_BOUNCED },
	{ "messages_complained", SQL_PERFORMANCE_SUM_MESSAGES_COMPLAINED },
	{ "messages_unsubscribed", SQL_PERFORMANCE_SUM_MESSAGES_UNSUBSCRIBED },
	{ "messages_skipped", SQL_PERFORMANCE_SUM_MESSAGES_SKIPPED },
	{ "messages_failed", SQL_PERFORMANCE_SUM_MESSAGES_FAILED },
};

/* In percent, as crt-report performance prints them. */
static const struct rate {
	const char *name;
	int part, whole;
} rates[] = {
	{ "recovery_rate", SQL_PERFORMANCE_SUM_RECOVERED, SQL_PERFORMANCE_SUM_ABANDONED },
	{ "click_rate", SQL_PERFORMANCE_SUM_MESSAGES_CLICKED, SQL_PERFORMANCE_SUM_MESSAGES_DELIVERED },
	{ "bounce_rate", SQL_PERFORMANCE_SUM_MESSAGES_BOUNCED, SQL_PERFORMANCE_SUM_MESSAGES },
	{ "complaint_rate", SQL_PERFORMANCE_SUM_MESSAGES_COMPLAINED,
	  SQL_PERFORMANCE_SUM_MESSAGES_DELIVERED },
	{ "unsubscribe_rate", SQL_PERFORMANCE_SUM_MESSAGES_UNSUBSCRIBED,
	  SQL_PERFORMANCE_SUM_MESSAGES_DELIVERED },
};

static struct amount *
sums_amount(struct sums *s, const char *currency)
{
	size_t i;

	for (i = 0; i < s->nmoney; i++)
		if (!strcmp(s->money[i].currency, currency))
			return &s->money[i];
	s->money = mem_more(s->money, s->nmoney, sizeof *s->money);
	s->money[i] = (struct amount){ .net = 0 };
	memcpy(s->money[i].currency, currency, strnlen(currency, 3));
	return &s->money[s->nmoney++];
}

static bool
sums_is_money(int column)
{
	return column == SQL_PERFORMANCE_SUM_NET || column == SQL_PERFORMANCE_SUM_REFUNDED;
}

void
sums_add_row(struct sums *s, const struct db_row *row)
{
	const char *currency = db_text(row, SQL_PERFORMANCE_SUM_CURRENCY);
	struct amount *a;
	int i;

	for (i = 0; i < SUMS; i++)
		if (!sums_is_money(SUMS_FIRST + i))
			s->n[i] += db_int(row, SUMS_FIRST + i);
	s->goods_unknown += db_int(row, SQL_PERFORMANCE_SUM_GOODS_UNKNOWN);
	if (currency) {
		a = sums_amount(s, currency);
		a->net += db_int(row, SQL_PERFORMANCE_SUM_NET);
		a->refunded += db_int(row, SQL_PERFORMANCE_SUM_REFUNDED);
		a->goods += db_int(row, SQL_PERFORMANCE_SUM_GOODS);
	}
}

void
sums_add(struct sums *to, const struct sums *s)
{
	size_t i;

	for (i = 0; i < SUMS; i++)
		to->n[i] += s->n[i];
	to->goods_unknown += s->goods_unknown;
	for (i = 0; i < s->nmoney; i++) {
		struct amount *a = sums_amount(to, s->money[i].currency);

		a->net += s->money[i].net;
		a->refunded += s->money[i].refunded;
		a->goods += s->money[i].goods;
	}
}

void
sums_free(struct sums *s)
{
	free(s->money);
}

int64_t
sums_get(const struct sums *s, int column)
{
	return s->n[column - SUMS_FIRST];
}

static void
sums_show_money(json_t *map, const struct sums *s, const char *currency, const char *locale)
{
	json_t *revenue = value_list(), *refunds = value_list(), *goods = value_list();
	int64_t unknown = sums_get(s, SQL_PERFORMANCE_SUM_UNKNOWN);
	size_t i;

	for (i = 0; i < s->nmoney; i++) {
		const struct amount *a = &s->money[i];

		if (a->net || a->refunded)
			value_add(revenue, figure_money(a->net, a->currency));
		if (a->refunded)
			value_add(refunds, figure_money(a->refunded, a->currency));
		if (a->goods && s->goods_unknown == 0)
			value_add(goods, figure_money(a->goods, a->currency));
	}
	if (value_count(revenue) == 0 && currency)
		value_add(revenue, figure_money(0, currency));
	value_set(map, "revenue", revenue);
	value_set(map, "refunds", refunds);
	value_set(map, "goods", goods);
	if (unknown)
		figure_int(map, "unknown", unknown, locale);
}

void
sums_show(json_t *map, const struct sums *s, const char *currency, const char *locale)
{
	size_t i;

	for (i = 0; i < COUNT(counts); i++)
		figure_int(map, counts[i].name, sums_get(s, counts[i].column), locale);
	for (i = 0; i < COUNT(rates); i++)
		figure_percent(map, rates[i].name,
		    report_share(sums_get(s, rates[i].part), sums_get(s, rates[i].whole)), locale);
	sums_show_money(map, s, currency, locale);
}
