/* outcome.c: print what a replay would have sent beside what the store really did. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "outcome.h"
#include "query.h"
#include "record/money.h"
#include "report/table.h"
#include "store/sms_price.h"

#define MILLION 1e6
#define NAME_MAX_BYTES 65

static const struct table_column messages[] = {
	{ "store", TABLE_TEXT, 0 }, { "campaign", TABLE_TEXT, 0 }, { "step", TABLE_INT, 0 },
	{ "channel", TABLE_TEXT, 0 }, { "cart", TABLE_TEXT, 0 }, { "to", TABLE_TEXT, 0 },
	{ "state", TABLE_TEXT, 0 }, { "gate", TABLE_TEXT, 0 }, { "at", TABLE_TIME, 0 },
	{ "was_state", TABLE_TEXT, 0 }, { "was_gate", TABLE_TEXT, 0 }, { "was_at", TABLE_TIME, 0 },
	{ "bought_at", TABLE_TIME, 0 }, { "coupon_cost", TABLE_MONEY, 0 }, { "id", TABLE_TEXT, 0 },
};

#define SUMS \
	{ "store", TABLE_TEXT, 0 }, { "campaign", TABLE_TEXT, 0 }, { "step", TABLE_INT, 0 }, \
	{ "channel", TABLE_TEXT, 0 }, { "sent", TABLE_INT, 0 }, { "held", TABLE_INT, 0 }, \
	{ "skipped", TABLE_INT, 0 }, { "had_bought", TABLE_INT, 0 }, \
	{ "bought_later", TABLE_INT, 0 }, { "coupon_cost", TABLE_MONEY, 0 }, \
	{ "message_cost", TABLE_MONEY, 0 }, { "was_sent", TABLE_INT, 0 }, { "same", TABLE_INT, 0 }

static const struct table_column totals[] = { SUMS };
static const struct table_column days[] = { { "day", TABLE_TEXT, 0 }, SUMS };

struct outcome_sum {
	char day[CLOCK_TEXT], campaign[NAME_MAX_BYTES];
	const struct store *store;	/* NULL: no row yet */
	int64_t step;
	int channel;
	int64_t sent, held, skipped, had_bought, bought_later, coupons, was_sent, same;
	double cost;			/* in units of the currency */
};

struct outcome {
	const struct run *run;
	struct table *table;
	enum outcome_by by;
	struct outcome_sum sum;
};

static bool
outcome_sent(const struct db_row *row, int column)
{
	const char *status = db_text(row, column);

	return status && !strcmp(status, words_message_status[MESSAGE_SENT]);
}

/* The messages of both sides have the same fate: sent, or stopped by the same gate. */
static bool
outcome_same(const struct db_row *row)
{
	const char *status = db_text(row, SQL_BACKTEST_MESSAGES_STATUS);
	const char *was = db_text(row, SQL_BACKTEST_MESSAGES_WAS_STATUS);
	const char *gate = db_text(row, SQL_BACKTEST_MESSAGES_REASON);
	const char *was_gate = db_text(row, SQL_BACKTEST_MESSAGES_WAS_REASON);

	if (status == NULL || was == NULL || strcmp(status, was))
		return false;
	return outcome_sent(row, SQL_BACKTEST_MESSAGES_STATUS)
	    || !strcmp(gate ? gate : "", was_gate ? was_gate : "");
}

/* A text message counts as one segment. */
static double
outcome_cost(const struct store *s, int channel, const char *country, const char *number)
{
	char found[3];
	int64_t price = channel == CHANNEL_EMAIL ? s->mail_cost : s->sms_cost;

	if (channel == CHANNEL_SMS && s->sms_prices
	    && sms_price(s->sms_prices, country, number, &price, found))
		return (double)price / MILLION;
	return channel == CHANNEL_PUSH ? 0 : (double)price / MILLION / 1000;
}

static bool
outcome_end(struct outcome *o, struct err *e)
{
	const struct outcome_sum *s = &o->sum;
	struct table *t = o->table;

	if (s->store == NULL)
		return true;
	if (o->by == OUTCOME_DAY)
		table_cell_text(t, s->day);
	table_cell_text(t, s->store->slug);
	table_cell_text(t, s->campaign);
	table_cell_int(t, s->step);
	table_cell_text(t, words_message_channel[s->channel]);
	table_cell_int(t, s->sent);
	table_cell_int(t, s->held);
	table_cell_int(t, s->skipped);
	table_cell_int(t, s->had_bought);
	table_cell_int(t, s->bought_later);
	table_cell_money(t, s->coupons, s->store->currency);
	table_cell_amount(t, s->cost * pow(10, currency_exponent(s->store->currency)),
	    s->store->currency);
	table_cell_int(t, s->was_sent);
	table_cell_int(t, s->same);
	return table_row_end(t, e);
}

static void
outcome_add(struct outcome_sum *s, const struct db_row *row)
{
	const crt_time bought = db_time(row, SQL_BACKTEST_MESSAGES_BOUGHT_AT);
	const char *currency = db_text(row, SQL_BACKTEST_MESSAGES_CURRENCY);
	const char *status = db_text(row, SQL_BACKTEST_MESSAGES_STATUS);

	s->was_sent += outcome_sent(row, SQL_BACKTEST_MESSAGES_WAS_STATUS);
	s->same += outcome_same(row);
	if (!outcome_sent(row, SQL_BACKTEST_MESSAGES_STATUS)) {
		s->skipped += status && !strcmp(status, words_message_status[MESSAGE_SKIPPED]);
		s->held += status && strcmp(status, words_message_status[MESSAGE_SKIPPED]) != 0;
		return;
	}
	s->sent++;
	s->had_bought += bought != DB_NO_TIME && bought < db_time(row, SQL_BACKTEST_MESSAGES_AT);
	s->bought_later += bought != DB_NO_TIME && bought >= db_time(row, SQL_BACKTEST_MESSAGES_AT);
	if (currency && !strcmp(currency, s->store->currency))
		s->coupons += db_int(row, SQL_BACKTEST_MESSAGES_DISCOUNT);
	s->cost += outcome_cost(s->store, s->channel, db_text(row, SQL_BACKTEST_MESSAGES_COUNTRY),
	    db_text(row, SQL_BACKTEST_MESSAGES_RECIPIENT));
}

static bool
outcome_sum_row(void *arg, const struct db_row *row, struct err *e)
{
	struct outcome *o = arg;
	struct outcome_sum *s = &o->sum, next = { .day = "" };
	crt_time at = db_time(row, SQL_BACKTEST_MESSAGES_AT);

	if (at == DB_NO_TIME)
		at = db_time(row, SQL_BACKTEST_MESSAGES_WAS_AT);
	next.store = stores_by_id(&o->run->stores, db_text(row, SQL_BACKTEST_MESSAGES_STORE_ID));
	next.step = db_int(row, SQL_BACKTEST_MESSAGES_STEP_INDEX) + 1;
	next.channel = db_enum(row, SQL_BACKTEST_MESSAGES_CHANNEL, words_message_channel);
	db_fill(row, SQL_BACKTEST_MESSAGES_CAMPAIGN, next.campaign, sizeof next.campaign);
	if (o->by == OUTCOME_DAY) {
		clock_print(at, next.day);
		next.day[sizeof "2026-11-01" - 1] = '\0';
	}
	if (next.store != s->store || next.step != s->step || next.channel != s->channel
	    || strcmp(next.campaign, s->campaign) || strcmp(next.day, s->day)) {
		if (!outcome_end(o, e))
			return false;
		*s = next;
	}
	outcome_add(s, row);
	return true;
}

static void
outcome_time(struct table *t, const struct db_row *row, int column)
{
	if (db_text(row, column))
		table_cell_time(t, db_time(row, column));
	else
		table_cell_none(t);
}

static bool
outcome_message_row(void *arg, const struct db_row *row, struct err *e)
{
	struct outcome *o = arg;
	struct table *t = o->table;
	const char *store = db_text(row, SQL_BACKTEST_MESSAGES_STORE_ID);

	table_cell_text(t, stores_by_id(&o->run->stores, store)->slug);
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_CAMPAIGN));
	table_cell_int(t, db_int(row, SQL_BACKTEST_MESSAGES_STEP_INDEX) + 1);
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_CHANNEL));
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_CART));
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_RECIPIENT));
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_STATUS));
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_REASON));
	outcome_time(t, row, SQL_BACKTEST_MESSAGES_AT);
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_WAS_STATUS));
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_WAS_REASON));
	outcome_time(t, row, SQL_BACKTEST_MESSAGES_WAS_AT);
	outcome_time(t, row, SQL_BACKTEST_MESSAGES_BOUGHT_AT);
	if (db_text(row, SQL_BACKTEST_MESSAGES_DISCOUNT))
		table_cell_money(t, db_int(row, SQL_BACKTEST_MESSAGES_DISCOUNT),
		    db_text(row, SQL_BACKTEST_MESSAGES_CURRENCY));
	else
		table_cell_none(t);
	table_cell_text(t, db_text(row, SQL_BACKTEST_MESSAGES_ID));
	return table_row_end(t, e);
}

bool
outcome_print(struct run *r, crt_time from, crt_time until, enum outcome_by by,
    enum output_form form, struct err *e)
{
	static const struct { const struct table_column *columns; size_t n; } tables[] = {
		[OUTCOME_TOTAL] = { totals, COUNT(totals) }, [OUTCOME_DAY] = { days, COUNT(days) },
		[OUTCOME_MESSAGE] = { messages, COUNT(messages) },
	};
	char since[CLOCK_TEXT], end[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), clock_print(from, since),
	    clock_print(until, end) };
	struct outcome o = { .run = r, .by = by };
	bool ok;

	o.table = table_open(tables[by].columns, tables[by].n, form);
	ok = db_each(r->db, sql_backtest_messages, COUNT(params), params,
	    by == OUTCOME_MESSAGE ? outcome_message_row : outcome_sum_row, &o, e)
	    && (by == OUTCOME_MESSAGE || outcome_end(&o, e));
	return table_close(o.table, e) && ok;
}
