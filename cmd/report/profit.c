/* profit.c: print what recovery earned after the cost of goods, coupons, and messages. */
#include <math.h>

#include "csv/costs.h"
#include "lifts.h"
#include "query.h"
#include "record/money.h"
#include "report.h"
#include "report/result_cell.h"

#define MILLION 1000000.0

struct profiting {
	const struct run *run;
	struct lifts lifts;
	struct table *table;
};

/* In minor units. */
struct earnings {
	double revenue, coupons, messages;
	double basis;			/* before coupons; of the margin: without basis_costed */
	double basis_costed, costs;	/* of the goods whose costs are known */
	int64_t unknown;		/* orders without known costs */
	int margin;			/* percent; 0: not known */
};

/* Of the sent messages, in the unit of the store's currency. */
static double
profit_message_cost(const struct store *s, const struct db_row *row)
{
	const double mails = db_real(row, SQL_PROFIT_SUM_MAILS);
	const double texts = db_real(row, SQL_PROFIT_SUM_TEXTS);

	return (mails * (double)s->mail_cost + texts * (double)s->sms_cost) / MILLION / 1000;
}

/* part: of the orders, those that the messages caused. The costs are those of all. */
static double
profit_of(const struct earnings *x, double part)
{
	if (x->margin == 0 && (x->unknown || x->basis_costed <= 0))
		return NAN;
	return part * (x->basis * x->margin / 100 + x->basis_costed - x->costs) - x->coupons
	    - x->messages;
}

/* The part of the orders that the messages caused, if the rate is ratio times as high. */
static double
profit_part(double ratio)
{
	return ratio > 0 ? 1 - 1 / ratio : NAN;
}

static void
profit_incremental(struct table *t, const struct campaign_arms *c, const struct earnings *x,
    const char *currency)
{
	double part = NAN, low = NAN, high = NAN;

	if (c) {
		const struct stat_lift l = campaign_lift(c);

		if (l.rated && l.verdict != STAT_MISMATCH) {
			part = profit_part(l.ratio);
			low = profit_part(l.interval.low);
			high = profit_part(l.interval.high);
		}
	}
	table_cell_amount(t, part * x->revenue, currency);
	table_cell_amount(t, profit_of(x, part), currency);
	table_cell_amount(t, profit_of(x, low), currency);
	table_cell_amount(t, profit_of(x, high), currency);
}

static bool
profit_row(void *arg, const struct db_row *row, struct err *e)
{
	struct profiting *p = arg;
	struct table *t = p->table;
	const char *slug = db_text(row, SQL_PROFIT_SUM_STORE);
	const char *campaign = db_text(row, SQL_PROFIT_SUM_CAMPAIGN);
	const char *currency = db_text(row, SQL_PROFIT_SUM_CURRENCY);
	const struct store *s = stores_find(&p->run->stores, slug);
	const double coupons = db_real(row, SQL_PROFIT_SUM_COUPONS);
	const double costed = db_real(row, SQL_PROFIT_SUM_BASIS_COSTED);
	const struct earnings x = { db_real(row, SQL_PROFIT_SUM_REVENUE), coupons,
	    profit_message_cost(s, row) * pow(10, currency_exponent(currency)),
	    db_real(row, SQL_PROFIT_SUM_BASIS) - costed, costed, db_real(row, SQL_PROFIT_SUM_COSTS),
	    db_int(row, SQL_PROFIT_SUM_COSTS_UNKNOWN), (int)s->margin };

	table_cell_text(t, slug);
	table_cell_text(t, campaign);
	table_cell_text(t, currency);
	table_cell_int(t, db_int(row, SQL_PROFIT_SUM_MESSAGES));
	table_cell_int(t, db_int(row, SQL_PROFIT_SUM_RECOVERED));
	result_cell_money(t, row, SQL_PROFIT_SUM_REVENUE, SQL_PROFIT_SUM_CURRENCY);
	result_cell_money(t, row, SQL_PROFIT_SUM_COUPONS, SQL_PROFIT_SUM_CURRENCY);
	table_cell_amount(t, x.messages, currency);
	table_cell_percent(t, x.margin ? x.margin : NAN);
	table_cell_amount(t, profit_of(&x, 1), currency);
	profit_incremental(t, lifts_find(&p->lifts, slug, campaign), &x, currency);
	result_cell_money(t, row, SQL_PROFIT_SUM_GOODS, SQL_PROFIT_SUM_CURRENCY);
	table_cell_int(t, db_int(row, SQL_PROFIT_SUM_GOODS_UNKNOWN));
	table_cell_int(t, db_int(row, SQL_PROFIT_SUM_TEXTS));
	result_cell_money(t, row, SQL_PROFIT_SUM_COSTS, SQL_PROFIT_SUM_CURRENCY);
	table_cell_int(t, x.unknown);
	return table_row_end(t, e);
}

static bool
profit_print(struct run *r, const struct report *set, const char *since, const char *until,
    struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "campaign", TABLE_TEXT, TABLE_BY_KIND },
		{ "currency", TABLE_TEXT, TABLE_BY_KIND }, { "messages", TABLE_INT, TABLE_BY_KIND },
		{ "recovered_sent", TABLE_INT, TABLE_BY_KIND }, { "revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "coupon_cost", TABLE_MONEY, TABLE_BY_KIND },
		{ "message_cost", TABLE_MONEY, TABLE_BY_KIND }, { "margin", TABLE_PERCENT, TABLE_BY_KIND },
		{ "profit", TABLE_MONEY, TABLE_BY_KIND },
		{ "incremental_revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "incremental_profit", TABLE_MONEY, TABLE_BY_KIND },
		{ "incremental_low", TABLE_MONEY, TABLE_BY_KIND },
		{ "incremental_high", TABLE_MONEY, TABLE_BY_KIND },
		{ "goods", TABLE_MONEY, TABLE_BY_KIND }, { "goods_unknown", TABLE_INT, TABLE_BY_KIND },
		{ "text_messages", TABLE_INT, TABLE_BY_KIND },
		{ "goods_cost", TABLE_MONEY, TABLE_BY_KIND },
		{ "cost_unknown", TABLE_INT, TABLE_BY_KIND },
	};
	struct profiting p = { .run = r };
	struct costs costs;
	bool ok = costs_read(&costs, set->costs, e);
	const char *params[] = { str_text(&r->stores.array), since, until, array_param(&costs.store),
	    array_param(&costs.sku), array_param(&costs.cost) };

	p.table = table_open(columns, COUNT(columns), option_output(&set->common));
	ok = ok && lifts_read(&p.lifts, r, e)
	    && db_each(r->db, sql_profit_sum, COUNT(params), params, profit_row, &p, e);
	ok = table_close(p.table, e) && ok;
	lifts_free(&p.lifts);
	costs_free(&costs);
	return ok;
}

bool
report_profit(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	struct run run;

	if (!report_times(set, since, until, e))
		return false;
	return run_close(&run, run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ANALYZED, e)
	    && profit_print(&run, set, since, until, e), e);
}
