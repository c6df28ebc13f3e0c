/* arm.c: assign persons to a campaign's holdout. */
#include <stdio.h>

#include "campaign/arm.h"
#include "query.h"
#include "run/run.h"

void
arms_open(struct arms *a)
{
	*a = (struct arms){ .n = 0 };
	array_open(&a->store);
	array_open(&a->enrollment);
	array_open(&a->held);
	array_open(&a->share);
}

void
arms_close(struct arms *a)
{
	array_free(&a->store);
	array_free(&a->enrollment);
	array_free(&a->held);
	array_free(&a->share);
}

enum arm
arm_read(const struct db_row *row, int column)
{
	if (db_text(row, column) == NULL)
		return ARM_NONE;
	return db_true(row, column) ? ARM_HELD : ARM_SENT;
}

static enum arm
arm_assign(struct arms *a, const struct arm_case *k, const struct facts *f)
{
	const struct campaign *c = &k->campaign->rule;
	char person[IDENT_TEXT], share[16];
	bool held = campaign_holds_out(c, k->campaign->id, ident_print(f->person, person));

	snprintf(share, sizeof share, "%d", c->holdout);
	array_add(&a->store, k->campaign->store->id_text);
	array_add(&a->enrollment, k->enrollment);
	array_add(&a->held, held ? "true" : "false");
	array_add(&a->share, share);
	a->n++;
	return held ? ARM_HELD : ARM_SENT;
}

void
arms_decide(struct arms *a, const struct arm_case *k, struct facts *f, struct gate_verdict *v)
{
	enum arm arm = k->arm;

	if (v->fate != GATE_GO || k->campaign->rule.holdout == 0 || !f->has_person)
		return;
	if (arm == ARM_NONE)
		arm = arm_assign(a, k, f);
	f->gate.held_out = arm == ARM_HELD;
	*v = gate_check(GATE_NAME_holdout, &f->gate, clock_now());
}

bool
arms_write(struct arms *a, struct db *db, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { array_param(&a->store), array_param(&a->enrollment),
	    array_param(&a->held), array_param(&a->share), run_now(now) };
	bool any = a->n > 0;

	a->n = 0;
	return !any || db_do(db, sql_enrollment_assign, COUNT(params), params, NULL, e);
}
