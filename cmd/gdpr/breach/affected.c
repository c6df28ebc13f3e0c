/* affected.c: breach affected: find the people concerned, and count them. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/stop.h"
#include "breach.h"
#include "privacy/subject.h"
#include "query.h"

#define COUNTS_MAX ((size_t)1024 * 1024)
#define DETAIL_MAX 128

struct affecting {
	struct breach *breach;
	const struct gdpr *set;
	struct str counts;		/* JSON */
	struct table *table;
	int64_t people, records;
};

static const struct table_column columns[] = {
	{ "category", TABLE_TEXT, TABLE_BY_KIND }, { "country", TABLE_TEXT, TABLE_BY_KIND },
	{ "people", TABLE_INT, TABLE_BY_KIND }, { "records", TABLE_INT, TABLE_BY_KIND },
};

/* The period of the options, else that of the breach. */
static const char *
affected_time(const struct affecting *x, crt_time given, const char *known, char text[CLOCK_TEXT])
{
	return given ? clock_print(given, text) : value_text(value_get(x->breach->facts, known));
}

static bool
affected_found(struct affecting *x, const struct store *s, struct err *e)
{
	char from[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *since = affected_time(x, x->set->from, "from_at", from);
	const char *to = affected_time(x, x->set->until, "until_at", until);
	struct db *db = x->breach->run->db;
	const char *audited[] = { s->id_text, x->breach->id, since, to, x->set->role };
	const char *whole[] = { s->id_text, x->breach->id, to };

	return x->set->whole
	    ? db_do(db, sql_breach_whole, COUNT(whole), whole, NULL, e)
	    : db_do(db, sql_breach_audited, COUNT(audited), audited, NULL, e);
}

static bool
affected_named(struct affecting *x, char *handle, int place, struct err *e)
{
	char *handles[] = { handle, NULL };
	struct subject s;
	size_t i;
	bool ok = subject_open(&s, x->breach->run, NULL, handles, SUBJECT_FOUND, e);

	if (ok && subject_customers(&s) == 0)
		log_line(LOG_WARN, NULL, "operand %d: nobody is known by it, so nobody is added", place);
	for (i = 0; ok && i < s.n; i++) {
		const char *params[] = { s.part[i].store->id_text, x->breach->id,
		    s.part[i].param[SUBJECT_CUSTOMERS] };

		ok = db_do(x->breach->run->db, sql_breach_people_add, COUNT(params), params, NULL, e);
	}
	subject_close(&s);
	return ok;
}

static bool
affected_row(void *arg, const struct db_row *row, struct err *e)
{
	struct affecting *x = arg;
	const char *country = db_text(row, SQL_BREACH_COUNT_COUNTRY);
	const char *category = db_text(row, SQL_BREACH_COUNT_CATEGORY);

	str_printf(&x->counts, "%s{\"category\":\"%s\",\"country\":", x->counts.len > 1 ? "," : "",
	    category);
	value_quote(&x->counts, country ? country : "?", country ? strlen(country) : 1);
	str_printf(&x->counts, ",\"people\":%lld,\"records\":%lld}",
	    (long long)db_int(row, SQL_BREACH_COUNT_PEOPLE),
	    (long long)db_int(row, SQL_BREACH_COUNT_RECORDS));
	table_cell_text(x->table, category);
	table_cell_text(x->table, country);
	table_cell_int(x->table, db_int(row, SQL_BREACH_COUNT_PEOPLE));
	table_cell_int(x->table, db_int(row, SQL_BREACH_COUNT_RECORDS));
	return table_row_end(x->table, e);
}

static bool
affected_sum(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct affecting *x = arg;

	x->people = db_int(row, SQL_BREACH_COUNTED_PEOPLE);
	x->records = db_int(row, SQL_BREACH_COUNTED_RECORDS);
	return true;
}

static bool
affected_count(struct affecting *x, struct err *e)
{
	struct run *r = x->breach->run;
	const char *count[] = { str_text(&r->stores.array), x->breach->id };
	const char *counted[] = { x->breach->tenant->id, x->breach->id, str_text(&r->stores.array),
	    NULL };
	bool ok;

	str_putc(&x->counts, '[');
	ok = db_each(r->db, sql_breach_count, COUNT(count), count, affected_row, x, e);
	str_putc(&x->counts, ']');
	counted[3] = str_text(&x->counts);
	return ok && db_each(r->db, sql_breach_counted, COUNT(counted), counted, affected_sum, x, e);
}

static bool
affected_all(struct run *r, const struct gdpr *set, char **operands, struct err *e)
{
	char detail[DETAIL_MAX];
	struct breach b;
	struct affecting x = { .breach = &b, .set = set, .counts = STR_MAX(COUNTS_MAX) };
	size_t i;
	int k;
	bool ok = breach_begin(&b, r, operands[0], e);

	x.table = table_open(columns, COUNT(columns), option_output(r->common));
	for (k = 1; ok && operands[k]; k++)
		ok = affected_named(&x, operands[k], k, e);
	for (i = 0; ok && operands[1] == NULL && i < r->stores.n; i++)
		ok = stop_check(e) && affected_found(&x, &r->stores.list[i], e);
	ok = ok && affected_count(&x, e);
	snprintf(detail, sizeof detail, "%s: %lld people, %lld records", operands[1] ? "named"
	    : set->whole ? "everybody" : "by the audit log", (long long)x.people,
	    (long long)x.records);
	ok = breach_end(&b, ok, "breach affected", detail, x.people, e);
	ok = table_close(x.table, e) && ok;
	str_free(&x.counts);
	return ok;
}

bool
gdpr_breach_affected(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (set->whole && operands[1])
		return err_set(e, ERR_USAGE, "--whole takes no people: it means everybody");
	ok = breach_period(set->from, set->until, e)
	    && run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && affected_all(&run, set, operands, e);

	return run_close(&run, ok, e);
}
