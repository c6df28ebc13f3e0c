/* requests_erase.c: fulfill the open requests to erase a person. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "gdpr.h"
#include "privacy/erase.h"
#include "query.h"
#include "record/record.h"

#define HANDLES_MAX 2		/* of a request */

struct request {
	char id[IDENT_TEXT];
	const struct store *store;
	char *payload;
};

struct requests {
	struct run *run;
	struct request *list;
	size_t n;
	int64_t left;			/* those that name nobody */
	struct table *table;
};

static const struct table_column columns[] = {
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "rows", TABLE_INT, TABLE_BY_KIND },
};

static bool
request_add(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct requests *all = arg;
	const char *store = db_text(row, SQL_REQUEST_ERASURES_STORE_ID);
	struct request *r;

	all->list = mem_more(all->list, all->n, sizeof *r);
	r = &all->list[all->n++];
	*r = (struct request){ .store = stores_by_id(&all->run->stores, store),
	    .payload = db_copy(row, SQL_REQUEST_ERASURES_PAYLOAD) };
	memcpy(r->id, db_text(row, SQL_REQUEST_ERASURES_ID), IDENT_TEXT);
	return true;
}

/* The platform's id and the address. A number alone counts only without them: several people
   may share it. */
static size_t
request_handles(const struct run *r, const struct store *s, const struct record_customer_key *k,
    char *handles[HANDLES_MAX + 1])
{
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1];
	unsigned char key[IDENT_BYTES];
	size_t n = 0;

	if (k && k->id)
		handles[n++] = mem_dup(k->id);
	if (k && k->email && key_email(r->ring, s, k->email, written, norm, key))
		handles[n++] = mem_dup(norm);
	if (k && n == 0 && k->phone && key_phone(r->ring, s, k->phone, NULL, norm, key))
		handles[n++] = mem_dup(norm);
	handles[n] = NULL;
	return n;
}

static bool
request_close(struct run *r, const struct request *q, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), NULL, run_now(now), "true" };
	struct array id;
	bool ok;

	array_open(&id);
	array_add(&id, q->id);
	params[1] = array_param(&id);
	ok = db_do(r->db, sql_request_close, COUNT(params), params, NULL, e);
	array_free(&id);
	return ok;
}

/* One transaction: the person is erased, and the request is closed. */
static bool
request_erase(struct requests *all, const struct request *q, char **handles, struct err *e)
{
	struct run *r = all->run;
	struct erased done = { .n = 0 };
	int64_t rows = 0;
	size_t i;
	bool ok = db_begin(r->db, e) && erase_subject(r, q->store, handles, &done, e)
	    && request_close(r, q, e)
	    && gdpr_audit(r, q->store, "requests erase", q->id, handles, (int64_t)done.customers, e);

	fault();
	ok = run_keep(r, r->db, ok, e);
	fault();
	for (i = 0; i < done.n; i++)
		rows += done.list[i].rows;
	erased_free(&done);
	if (!ok)
		return false;
	table_cell_text(all->table, q->id);
	table_cell_text(all->table, q->store->slug);
	table_cell_int(all->table, rows);
	return table_row_end(all->table, e);
}

static bool
request_work(struct requests *all, const struct request *q, struct err *e)
{
	char *handles[HANDLES_MAX + 1] = { NULL };
	struct record rec = { .json = NULL };
	struct arena arena = { 0 };
	struct err why = { 0 };
	size_t n = 0, i;
	bool ok = true;

	if (record_read(&rec, q->payload, strlen(q->payload), &arena, &why)
	    && rec.kind == RECORD_privacy_requested)
		n = request_handles(all->run, q->store,
		    ((const struct record_privacy_requested *)rec.data)->customer, handles);
	value_free(rec.json);
	arena_free(&arena);
	if (n)
		ok = request_erase(all, q, handles, e);
	else {
		all->left++;
		log_line(LOG_WARN, q->store->slug, "request %s names no person", q->id);
	}
	for (i = 0; i < n; i++)
		free(handles[i]);
	return ok;
}

static bool
requests_work(struct run *r, struct err *e)
{
	struct requests all = { .run = r };
	const char *params[] = { str_text(&r->stores.array) };
	size_t i;
	bool ok = db_each(r->db, sql_request_erasures, COUNT(params), params, request_add, &all, e);

	all.table = table_open(columns, COUNT(columns), option_output(r->common));
	for (i = 0; ok && i < all.n; i++)
		ok = stop_check(e) && request_work(&all, &all.list[i], e);
	ok = table_close(all.table, e) && ok;
	for (i = 0; i < all.n; i++)
		free(all.list[i].payload);
	free(all.list);
	if (ok && all.left) {
		err_set(e, ERR_REJECTS, "%lld requests name no person", (long long)all.left);
		return err_hint(e, "read them in the database, then run: crt-gdpr requests close ID");
	}
	return ok;
}

bool
gdpr_requests_erase(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (!set->yes && !set->common.dry_run) {
		err_set(e, ERR_USAGE, "the data of these people would be erased for good");
		return err_hint(e, "see what is concerned with -n; to confirm, add --yes");
	}
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && requests_work(&run, e);
	return run_close(&run, ok, e);
}
