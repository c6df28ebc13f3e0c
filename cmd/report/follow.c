/* follow.c: print what happens in the stores as it happens. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "query.h"
#include "report.h"
#include "run/output.h"

/* A reader that looks again costs the writers nothing. A NOTIFY of theirs would serialize their
   commits, and it would not show when the last transaction before a record has ended. */
#define FOLLOW_WAIT CLOCK_SECOND
#define FOLLOW_PING (15 * CLOCK_SECOND)	/* web servers cut silent connections */
#define FOLLOW_ROWS "1000"		/* of one statement */
#define FOLLOW_ROWS_MAX 1000
#define FOLLOW_RETRY "retry: 2000\n"	/* ms; a browser connects again after this time */
#define FOLLOW_NUMBER 24		/* digits of the largest number, and more */

struct following {
	struct run *run;
	bool sse;
	crt_time until;			/* by the steady clock */
	crt_time written;		/* when the last bytes were */
	char transaction[FOLLOW_NUMBER], number[FOLLOW_NUMBER];	/* of the last record */
	struct output out;
	int rows;			/* of the last statement */
};

static void
follow_at(struct following *f, const char *transaction, const char *number)
{
	snprintf(f->transaction, sizeof f->transaction, "%s", transaction);
	snprintf(f->number, sizeof f->number, "%s", number);
}

static bool
follow_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct following *f = arg;
	struct str line = STR_MAX(OUTPUT_PAGE);

	f->rows++;
	follow_at(f, db_text(row, SQL_OUTBOX_LIST_TRANSACTION), db_text(row, SQL_OUTBOX_LIST_NUMBER));
	if (f->sse)
		str_printf(&line, "id: %s-%s\nevent: %s\ndata: %s\n", f->transaction, f->number,
		    db_text(row, SQL_OUTBOX_LIST_EVENT), db_text(row, SQL_OUTBOX_LIST_RECORD));
	else
		str_puts(&line, db_text(row, SQL_OUTBOX_LIST_RECORD));
	output_line(&f->out, str_text(&line), line.len);
	str_free(&line);
	return true;
}

/* Prints all records that are complete by now. */
static bool
follow_read(struct following *f, struct err *e)
{
	const char *params[] = { report_stores(f->run), f->transaction, f->number, FOLLOW_ROWS };

	do {
		f->rows = 0;
		if (!db_each(f->run->db, sql_outbox_list, COUNT(params), params, follow_row, f, e))
			return false;
		if (f->rows == 0 && f->sse && clock_steady() - f->written >= FOLLOW_PING)
			output_line(&f->out, ": ping\n", strlen(": ping\n"));
		if (f->out.held.len)
			f->written = clock_steady();
		if (!output_flush(&f->out, e))
			return false;
	} while (f->rows == FOLLOW_ROWS_MAX && !stop_requested());
	return true;
}

/* Fails if the reader of the output has ended. *more: there is time left, and no signal to stop.
   A stream has no other end, so a stopped one is complete. */
static bool
follow_wait(const struct following *f, bool *more, struct err *e)
{
	struct pollfd out = { .fd = f->out.fd };
	crt_time left = f->until - clock_steady();
	int ms = (int)((left < FOLLOW_WAIT ? left : FOLLOW_WAIT) / 1000);

	*more = left > 0 && !stop_requested();
	return !*more || poll(&out, 1, ms) < 1 || !(out.revents & (POLLERR | POLLHUP))
	    || err_set(e, ERR_GONE, "standard output: its reader has ended");
}

/* "790-12" as its two numbers, "790-0" is before the records of a transaction; "0" before all. */
static bool
follow_after(struct following *f, const char *after, struct err *e)
{
	static const char digits[] = "0123456789";
	size_t head = strspn(after, digits), tail = after[head] == '-'
	    ? strspn(after + head + 1, digits) : 0;
	char transaction[FOLLOW_NUMBER];
	const char *params[] = { f->transaction, f->number };
	bool found = false;

	if (strcmp(after, "0") == 0) {
		follow_at(f, "0", "0");
		return true;
	}
	if (head == 0 || tail == 0 || after[head + 1 + tail] || head >= FOLLOW_NUMBER - 4
	    || tail >= FOLLOW_NUMBER - 4) {
		err_set(e, ERR_USAGE, "--after: \"%.60s\" is not the ID of a record", after);
		return err_hint(e, "an ID is like 790-12; see \"id\" in a record of crt-report follow");
	}
	snprintf(transaction, sizeof transaction, "%.*s", (int)head, after);
	follow_at(f, transaction, after + head + 1);
	if (!db_query_bool(f->run->db, sql_outbox_find, COUNT(params), params, &found, e) || found)
		return found;
	err_set(e, ERR_USAGE, "--after: the record %s no longer exists", after);
	return err_hint(e, "records are kept for 7 days; --after 0 begins with the oldest");
}

static bool
follow_now_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	follow_at(arg, db_text(row, SQL_OUTBOX_NOW_TRANSACTION), "0");
	return true;
}

/* An event with the ID of the place, so that a browser without any record can continue, too. */
static void
follow_head(struct following *f)
{
	struct str head = STR_MAX(OUTPUT_PAGE);

	str_printf(&head, FOLLOW_RETRY "id: %s-%s\nevent: ready\ndata: {}\n", f->transaction,
	    f->number);
	output_line(&f->out, str_text(&head), head.len);
	str_free(&head);
}

static bool
follow_run(struct following *f, const char *after, struct err *e)
{
	bool more = true, ok = after ? follow_after(f, after, e)
	    : db_each(f->run->db, sql_outbox_now, 0, NULL, follow_now_row, f, e);

	if (ok && f->sse)
		follow_head(f);
	while (ok && more)
		ok = follow_read(f, e) && follow_wait(f, &more, e);
	return ok;
}

bool
report_follow(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct run run;
	struct following f = { .run = &run, .sse = set->follow_format != 0,
	    .until = clock_steady() + set->duration, .written = clock_steady() };
	bool ok;

	output_init(&f.out);
	ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e)
	    && follow_run(&f, set->common.after, e);
	output_free(&f.out);
	return run_close(&run, ok, e);
}
