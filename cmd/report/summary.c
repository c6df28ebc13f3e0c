/* summary.c: count what was abandoned, mailed, and recovered, by store or day. */
#include <math.h>
#include <stdio.h>

#include "base/stop.h"
#include "query.h"
#include "report.h"
#include "report/result_cell.h"

#define PERIOD (30 * CLOCK_DAY)

/* The period, in the form of statement parameters. */
struct period {
	char since[CLOCK_TEXT], until[CLOCK_TEXT], late[REPORT_PERIOD];
	const char *by_day;
	enum output_form form;
	enum report_part part;
};

const char *
report_stores(const struct run *r)
{
	return r->common->stores.n ? str_text(&r->stores.array) : NULL;
}

const char *
report_period(crt_time t, char out[REPORT_PERIOD])
{
	snprintf(out, REPORT_PERIOD, "%lld seconds", (long long)(t / CLOCK_SECOND));
	return out;
}

bool
report_times(const struct report *set, char since[CLOCK_TEXT], char until[CLOCK_TEXT],
    struct err *e)
{
	/* A run that began now is over: the end of the period is exclusive. */
	crt_time end = set->until ? set->until : clock_now() + 1;
	crt_time begin = set->since ? set->since : end - PERIOD;

	if (begin >= end) {
		err_set(e, ERR_USAGE, "--since is not before --until");
		return err_hint(e, "without --until, a period ends now");
	}
	clock_print(begin, since);
	clock_print(end, until);
	return true;
}

double
report_share(int64_t part, int64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : NAN;
}

static bool
recovery_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int64_t abandoned = db_int(row, SQL_RECOVERY_SUM_ABANDONED);
	int64_t recovered = db_int(row, SQL_RECOVERY_SUM_RECOVERED);
	int i;

	table_cell_text(t, "recovery");
	table_cell_text(t, db_text(row, SQL_RECOVERY_SUM_NAME));
	table_cell_text(t, db_text(row, SQL_RECOVERY_SUM_CURRENCY));
	for (i = SQL_RECOVERY_SUM_ABANDONED; i <= SQL_RECOVERY_SUM_BY_MAIL; i++)
		table_cell_int(t, db_int(row, i));
	table_cell_percent(t, report_share(recovered, abandoned));
	if (db_text(row, SQL_RECOVERY_SUM_REVENUE) == NULL && db_int(row, SQL_RECOVERY_SUM_UNKNOWN))
		table_cell_unknown(t);
	else
		result_cell_money(t, row, SQL_RECOVERY_SUM_REVENUE, SQL_RECOVERY_SUM_CURRENCY);
	table_cell_int(t, db_int(row, SQL_RECOVERY_SUM_UNKNOWN));
	return table_row_end(t, e);
}

static bool
report_summary_message_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_text(t, "messages");
	for (i = SQL_MESSAGE_SUM_NAME; i <= SQL_MESSAGE_SUM_REASON; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_int(t, db_int(row, SQL_MESSAGE_SUM_MESSAGES));
	return table_row_end(t, e);
}

static bool
report_summary_reject_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;

	table_cell_text(t, "rejects");
	table_cell_text(t, db_text(row, SQL_REJECT_SUM_NAME));
	table_cell_int(t, db_int(row, SQL_REJECT_SUM_REJECTS));
	return table_row_end(t, e);
}

static bool
report_summary_run_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	table_cell_text(t, "runs");
	table_cell_text(t, db_text(row, SQL_RUN_SUM_COMMAND));
	for (i = SQL_RUN_SUM_RUNS; i <= SQL_RUN_SUM_FAILED; i++)
		table_cell_int(t, db_int(row, i));
	return table_row_end(t, e);
}

/* One table: its columns and the statement that fills it. */
struct part {
	enum report_part part;
	const struct table_column *columns;
	size_t n;
	const char *sql;
	db_row_fn *row;
};

static bool
report_summary_print(struct run *r, const struct period *p, const struct part *part, int n,
    const char *const *params, struct err *e)
{
	bool skips = p->part == REPORT_ALL && part->part != REPORT_RECOVERY, ok, printed;
	struct table *t;

	if (p->part != REPORT_ALL && p->part != part->part)
		return true;
	if (!stop_check(e))
		return false;
	t = table_open(part->columns, part->n, p->form);
	if (skips)
		table_skip_empty(t);
	ok = db_each(r->db, part->sql, n, params, part->row, t, e);
	printed = !skips || !table_is_empty(t);
	ok = table_close(t, e) && ok;
	if (ok && printed && p->form == OUTPUT_TABLE)
		putchar('\n');
	return ok;
}

static bool
summary_print_stores(struct run *r, const struct period *p, struct err *e)
{
	const char *name = *p->by_day == 't' ? "day" : "store";
	const struct table_column recovery[] = {
		{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { name, TABLE_TEXT, TABLE_BY_KIND },
		{ "currency", TABLE_TEXT, TABLE_BY_KIND }, { "abandoned", TABLE_INT, TABLE_BY_KIND },
		{ "mailed", TABLE_INT, TABLE_BY_KIND }, { "recovered", TABLE_INT, TABLE_BY_KIND },
		{ "recovered_mailed", TABLE_INT, TABLE_BY_KIND },
		{ "recovery_rate", TABLE_PERCENT, TABLE_BY_KIND },
		{ "revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_unknown", TABLE_INT, TABLE_BY_KIND },
	}, messages[] = {
		{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { name, TABLE_TEXT, TABLE_BY_KIND },
		{ "status", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
		{ "messages", TABLE_INT, TABLE_BY_KIND },
	}, rejects[] = {
		{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { name, TABLE_TEXT, TABLE_BY_KIND },
		{ "rejects", TABLE_INT, TABLE_BY_KIND },
	};
	const struct part parts[] = {
		{ REPORT_RECOVERY, recovery, COUNT(recovery), sql_recovery_sum, recovery_row },
		{ REPORT_MESSAGES, messages, COUNT(messages), sql_message_sum, report_summary_message_row },
		{ REPORT_REJECTS, rejects, COUNT(rejects), sql_reject_sum, report_summary_reject_row },
	};
	const char *of[] = { str_text(&r->stores.array), p->since, p->until, p->by_day };
	const char *any[] = { report_stores(r), p->since, p->until, p->by_day };

	return report_summary_print(r, p, &parts[0], COUNT(of), of, e)
	    && report_summary_print(r, p, &parts[1], COUNT(of), of, e)
	    && report_summary_print(r, p, &parts[2], COUNT(any), any, e);
}

static bool
summary_print_runs(struct run *r, const struct period *p, struct err *e)
{
	static const struct table_column columns[] = {
		{ "kind", TABLE_TEXT, TABLE_BY_KIND }, { "command", TABLE_TEXT, TABLE_BY_KIND },
		{ "runs", TABLE_INT, TABLE_BY_KIND }, { "late", TABLE_INT, TABLE_BY_KIND },
		{ "failed", TABLE_INT, TABLE_BY_KIND },
	};
	const struct part runs = { REPORT_RUNS, columns, COUNT(columns), sql_run_sum,
	    report_summary_run_row };
	const char *params[] = { p->since, p->until, p->late };

	return report_summary_print(r, p, &runs, COUNT(params), params, e);
}

bool
report_summary(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct period p = { .by_day = set->by ? "true" : "false",
	    .form = option_output(&set->common), .part = (enum report_part)set->part };
	struct run run;
	bool ok;

	if (p.form == OUTPUT_CSV && p.part == REPORT_ALL)
		p.part = REPORT_RECOVERY;	/* a CSV file has only one table */
	if (!report_times(set, p.since, p.until, e))
		return false;
	report_period(set->late, p.late);
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ANALYZED, e)
	    && summary_print_stores(&run, &p, e) && summary_print_runs(&run, &p, e);
	return run_close(&run, ok, e);
}
