/* consent_show.c: what a person has agreed to and refused, with the proofs. */
#include "gdpr.h"
#include "privacy/subject.h"
#include "query.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "customer", TABLE_TEXT, TABLE_BY_KIND },
	{ "channel", TABLE_TEXT, TABLE_BY_KIND }, { "purpose", TABLE_TEXT, TABLE_BY_KIND },
	{ "action", TABLE_TEXT, TABLE_BY_KIND }, { "now", TABLE_TEXT, TABLE_BY_KIND },
	{ "time", TABLE_TIME, TABLE_BY_KIND }, { "source", TABLE_TEXT, TABLE_BY_KIND },
	{ "wording", TABLE_TEXT, TABLE_BY_KIND }, { "evidence", TABLE_TEXT, TABLE_BY_KIND },
	{ "confirmed", TABLE_TEXT, TABLE_BY_KIND }, { "signature", TABLE_TEXT, TABLE_BY_KIND },
	{ "number", TABLE_TEXT, TABLE_BY_KIND }, { "seller", TABLE_TEXT, TABLE_BY_KIND },
	{ "unconditional", TABLE_TEXT, TABLE_BY_KIND },
};

struct showing {
	struct table *table;
	const char *store;
};

static bool
proof_row(void *arg, const struct db_row *row, struct err *e)
{
	struct showing *s = arg;
	int i;

	table_cell_text(s->table, s->store);
	for (i = SQL_CONSENT_PROOFS_CUSTOMER; i <= SQL_CONSENT_PROOFS_STATE; i++)
		table_cell_text(s->table, db_text(row, i));
	table_cell_stamp(s->table, db_text(row, SQL_CONSENT_PROOFS_TIME));
	for (i = SQL_CONSENT_PROOFS_SOURCE; i <= SQL_CONSENT_PROOFS_EVIDENCE; i++)
		table_cell_text(s->table, db_text(row, i));
	table_cell_text(s->table, db_true(row, SQL_CONSENT_PROOFS_CONFIRMED) ? "yes" : "no");
	for (i = SQL_CONSENT_PROOFS_SIGNATURE; i <= SQL_CONSENT_PROOFS_SELLER; i++)
		table_cell_text(s->table, db_text(row, i));
	table_cell_text(s->table, db_true(row, SQL_CONSENT_PROOFS_UNCONDITIONAL) ? "yes" : "no");
	return table_row_end(s->table, e);
}

static bool
consent_show(struct run *r, char **handles, struct err *e)
{
	struct showing showing;
	struct subject s;
	size_t i;
	bool ok = subject_open(&s, r, NULL, handles, SUBJECT_FOUND, e);

	showing.table = table_open(columns, COUNT(columns), option_output(r->common));
	for (i = 0; ok && i < s.n; i++) {
		const char *params[] = { s.part[i].store->id_text, s.part[i].param[SUBJECT_CUSTOMERS] };

		showing.store = s.part[i].store->slug;
		ok = db_each(r->db, sql_consent_proofs, COUNT(params), params, proof_row, &showing, e);
	}
	subject_close(&s);
	return table_close(showing.table, e) && ok;
}

bool
gdpr_consent_show(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS, e)
	    && consent_show(&run, operands, e);

	return run_close(&run, ok, e);
}
