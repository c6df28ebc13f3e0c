/* check.c: db check: prove the invariants of the database. */
#include <stdio.h>

#include "base/word.h"
#include "front.h"
#include "query.h"
#include "report/health.h"
#include "report/table.h"

static const char *const invariant_names[] = {
#define INVARIANT(name, holds, todo) #name,
#include "invariant.def"
#undef INVARIANT
	NULL
};

static const char *const invariant_todo[] = {
#define INVARIANT(name, holds, todo) todo,
#include "invariant.def"
#undef INVARIANT
};

#define INVARIANTS (COUNT(invariant_names) - 1)

static const struct table_column columns[] = {
	{ .name = "invariant" }, { .name = "verdict" }, { .name = "owner" },
	{ .name = "rows", .kind = TABLE_INT }, { .name = "example" }, { .name = "todo" },
};

struct check {
	struct table *table;
	bool violated[INVARIANTS];
	int faults;
};

static bool
check_row(void *arg, const struct db_row *row, struct err *e)
{
	struct check *c = arg;
	int which = db_enum(row, SQL_VIOLATION_LIST_NAME, invariant_names);

	c->faults += !c->violated[which];
	c->violated[which] = true;
	table_cell_text(c->table, invariant_names[which]);
	table_cell_text(c->table, health_word(HEALTH_FAULT));
	table_cell_text(c->table, db_text(row, SQL_VIOLATION_LIST_OWNER));
	table_cell_int(c->table, db_int(row, SQL_VIOLATION_LIST_ROWS));
	table_cell_text(c->table, db_text(row, SQL_VIOLATION_LIST_EXAMPLE));
	table_cell_text(c->table, invariant_todo[which]);
	return table_row_end(c->table, e);
}

/* What holds is printed, too: the person sees what was proved. */
static bool
check_report_kept(struct check *c, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < INVARIANTS; i++) {
		if (c->violated[i])
			continue;
		table_cell_text(c->table, invariant_names[i]);
		table_cell_text(c->table, health_word(HEALTH_OK));
		table_cell_none(c->table);
		table_cell_int(c->table, 0);
		ok = table_row_end(c->table, e);
	}
	return ok;
}

bool
invariants_print(struct db *db, enum output_form form, struct err *e)
{
	struct check c = { .table = table_open(columns, COUNT(columns), form) };
	bool ok = db_session(db, sql_session_whole, e)
	    && db_each(db, sql_violation_list, 0, NULL, check_row, &c, e) && check_report_kept(&c, e);

	if (!ok && e->kind == ERR_DENIED)
		err_hint(e, "run this as the database's owner, who sees all stores");
	ok = table_close(c.table, e) && ok;
	if (!ok || c.faults == 0)
		return ok;
	err_set(e, ERR_CONFIG, "%d of %zu invariants %s violated", c.faults, INVARIANTS,
	    c.faults == 1 ? "is" : "are");
	return err_hint(e, "the column todo has the remedy; begin with the first row");
}

bool
front_check(void *settings, char **operands UNUSED, struct err *e)
{
	const struct settings *s = settings;
	struct db *db;
	bool ok = front_db(s, &db, e) && invariants_print(db, option_output(&s->common), e);

	db_close(db);
	return ok;
}
