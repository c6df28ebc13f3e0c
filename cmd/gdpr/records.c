/* records.c: records: the register of processing (Art. 30), from configuration and schema. */
#include <stdio.h>
#include <string.h>

#include "controller.h"
#include "gdpr.h"
#include "personal.h"
#include "query.h"

#define VALUE_MAX 1024

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "item", TABLE_TEXT, TABLE_BY_KIND },
	{ "value", TABLE_TEXT, TABLE_BY_KIND },
};

static const char *const fixed[][2] = {
	{ "purpose", "reminders of abandoned carts, and the measurement of their effect" },
	{ "basis", "consent (Art. 6(1)(a)), or what consent_basis of the store allows" },
	{ "people", "shoppers of the stores" },
	{ "security", "credentials are encrypted with AES-256-GCM; their keys are kept apart" },
	{ "security", "suppressed addresses are stored as keyed hashes" },
	{ "security", "row-level security separates organizations and database roles" },
	{ "security", "acts on people's data are in a signed chain of hashes" },
	{ "security", "erasures and opt-outs are replayed after a restore" },
};

/* Providers outside of the European Union. */
static const char *const abroad[][2] = {
	{ "sendgrid", "Twilio SendGrid, United States" }, { "twilio", "Twilio, United States" },
};

static bool
records_put(struct table *t, const char *store, const char *item, const char *value,
    struct err *e)
{
	if (value == NULL || *value == '\0')
		return true;
	table_cell_text(t, store);
	table_cell_text(t, item);
	table_cell_text(t, value);
	return table_row_end(t, e);
}

static bool
records_stores(const struct run *r, struct table *t, struct err *e)
{
	char value[VALUE_MAX];
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < r->stores.n; i++) {
		const struct store *s = &r->stores.list[i];

		snprintf(value, sizeof value, "%s, %s%s%s", s->name, s->url, *s->address ? ", " : "",
		    s->address);
		ok = records_put(t, s->slug, "controller", value, e)
		    && records_put(t, s->slug, "contact", controller_contact(s), e)
		    && records_put(t, s->slug, "source", s->platform, e);
	}
	return ok;
}

/* Each table with personal data, and its columns. */
static bool
records_data(struct table *t, struct err *e)
{
	char value[VALUE_MAX];
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < COUNT(personal_columns); i++) {
		snprintf(value, sizeof value, "%s: %s", personal_columns[i].table,
		    personal_columns[i].columns);
		ok = records_put(t, NULL, "data", value, e);
	}
	return ok;
}

static bool
records_retention(const struct gdpr *set, struct table *t, struct err *e)
{
	char value[VALUE_MAX];
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < RETAIN_CLASSES; i++) {
		const char *period = controller_period(&set->common, (enum retain_class)i);

		snprintf(value, sizeof value, "%s: %s", retain_classes[i].name,
		    period ? period : "until the person is erased");
		ok = records_put(t, NULL, "retention", value, e);
	}
	return ok;
}

static bool
records_row(void *arg, const struct db_row *row, struct err *e)
{
	const char *value = db_text(row, SQL_RECORD_FACTS_VALUE);
	struct table *t = arg;
	size_t i;
	bool ok = records_put(t, db_text(row, SQL_RECORD_FACTS_STORE),
	    db_text(row, SQL_RECORD_FACTS_ITEM), value, e);

	for (i = 0; ok && i < COUNT(abroad); i++)
		if (!strncmp(value, abroad[i][0], strlen(abroad[i][0])))
			ok = records_put(t, db_text(row, SQL_RECORD_FACTS_STORE), "transfer", abroad[i][1], e);
	return ok;
}

static bool
records_print(struct run *r, const struct gdpr *set, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(r->common));
	const char *params[] = { str_text(&r->stores.array) };
	size_t i;
	bool ok = records_stores(r, t, e) && records_put(t, NULL, "officer", set->officer, e)
	    && records_put(t, NULL, "safeguards", set->safeguards, e);

	for (i = 0; ok && i < COUNT(fixed); i++)
		ok = records_put(t, NULL, fixed[i][0], fixed[i][1], e);
	ok = ok && records_data(t, e) && records_retention(set, t, e)
	    && db_each(r->db, sql_record_facts, COUNT(params), params, records_row, t, e);
	return table_close(t, e) && ok;
}

bool
gdpr_records(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && records_print(&run, set, e);

	return run_close(&run, ok, e);
}
