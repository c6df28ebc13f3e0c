/* arm.c: assign persons to a campaign's holdout and to a wait. */
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
	array_open(&a->wait);
}

void
arms_close(struct arms *a)
{
	array_free(&a->store);
	array_free(&a->enrollment);
	array_free(&a->held);
	array_free(&a->share);
	array_free(&a->wait);
}

struct arm
arm_read(const struct db_row *row, int held, int wait)
{
	return (struct arm){ db_text(row, held) != NULL, db_true(row, held),
	    db_int(row, wait) * CLOCK_SECOND };
}

static void
arm_assign(struct arms *a, const struct arm_case *k, const struct arm *arm)
{
	char share[16], wait[24];

	snprintf(share, sizeof share, "%d", k->campaign->rule.holdout);
	snprintf(wait, sizeof wait, "%lld", (long long)(arm->wait / CLOCK_SECOND));
	array_add(&a->store, k->campaign->store->id_text);
	array_add(&a->enrollment, k->enrollment);
	array_add(&a->held, arm->held ? "true" : "false");
	array_add(&a->share, share);
	array_add(&a->wait, arm->wait ? wait : NULL);
	a->n++;
}

void
arms_decide(struct arms *a, const struct arm_case *k, struct facts *f, struct gate_verdict *v)
{
	const struct campaign *c = &k->campaign->rule;
	struct arm arm = k->arm;
	char person[IDENT_TEXT];

	if (v->fate != GATE_GO || !f->has_person || (c->holdout == 0 && c->steps[0].nwaits == 0))
		return;
	ident_print(f->person, person);
	arm.wait = campaign_wait(c, k->campaign->id, person, arm.wait);
	if (!arm.known) {
		arm.held = campaign_holds_out(c, k->campaign->id, person);
		arm_assign(a, k, &arm);
	}
	f->gate.held_out = arm.held && c->holdout > 0;
	if (k->step == 0 && arm.wait)
		f->gate.wait_until = f->gate.not_before + arm.wait - c->steps[0].wait;
	*v = gate_check(GATE_NAME_holdout, &f->gate, clock_now());
	if (v->fate == GATE_GO)
		*v = gate_check(GATE_NAME_wait, &f->gate, clock_now());
}

bool
arms_write(struct arms *a, struct db *db, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { array_param(&a->store), array_param(&a->enrollment),
	    array_param(&a->held), array_param(&a->share), array_param(&a->wait), run_now(now) };
	bool any = a->n > 0;

	a->n = 0;
	return !any || db_do(db, sql_enrollment_assign, COUNT(params), params, NULL, e);
}
