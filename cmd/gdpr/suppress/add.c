/* add.c: suppress the addresses on the command line. */
#include <stdio.h>

#include "../gdpr.h"

/* The errors name an operand by its number: an address does not belong in a log. */
static bool
suppress_operands(struct suppress *s, const struct run *r, const struct tenant *t, char **addresses,
    struct err *e)
{
	struct handle h;
	int i;

	for (i = 0; addresses[i]; i++) {
		if (!handle_read(&h, r->ring, t->store, addresses[i], e)) {
			e->kind = ERR_USAGE;
			return err_in(e, "operand %d", i + 1);
		}
		suppress_add(s, &h, NULL, clock_now());
	}
	return true;
}

static bool
suppress_all(struct run *r, const struct gdpr *set, char **addresses, struct err *e)
{
	const struct tenant *t;
	struct tenants all;
	struct suppress s;
	int64_t added = 0;
	size_t n = 0;
	bool ok;

	suppress_open(&s);
	ok = tenants_open(&all, r, e) && tenants_only(&all, &t, e)
	    && suppress_operands(&s, r, t, addresses, e);
	n = s.n;
	if (ok) {
		ok = db_begin(r->db, e)
		    && suppress_write(&s, t->id, (enum suppress_reason)set->reason, r->db,
		    &added, e)
		    && gdpr_audit(r, t->store, "suppress add", words_suppress_reason[set->reason],
		    addresses, added, e);
		ok = run_keep(r, r->db, ok, e);
	}
	if (ok)
		printf("%lld of %zu addresses %s newly suppressed for %s\n", (long long)added, n,
		    set->common.dry_run ? "would be" : "are", t->slug);
	suppress_close(&s);
	tenants_close(&all);
	return ok;
}

bool
gdpr_suppress_add(void *settings, char **operands, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS, e)
	    && suppress_all(&run, set, operands, e);

	return run_close(&run, ok, e);
}
