/* report.c: print a finding of crt doctor as a row. */
#include "doctor.h"

bool
doctor_report(struct doctor *d, const char *check, enum health v, const char *found,
    const char *todo, struct err *e)
{
	d->faults += v == HEALTH_FAULT;
	table_cell_text(d->table, check);
	table_cell_text(d->table, health_word(v));
	table_cell_text(d->table, found);
	table_cell_text(d->table, todo);
	return table_row_end(d->table, e);
}

bool
doctor_explain_error(struct doctor *d, const char *check, const struct err *why, struct err *e)
{
	return doctor_report(d, check, HEALTH_FAULT, why->text, why->hint, e);
}
