/* facts.h: a row of crt.facts_of, read into the facts that the gates decide on. */
#ifndef CRT_CAMPAIGN_FACTS_H
#define CRT_CAMPAIGN_FACTS_H

#include "store/store.h"
#include "rule/gate.h"

struct facts {
	const struct store *store;
	struct gate_facts gate;		/* the caller sets not_before and not_after */
	unsigned char person[16];	/* equal for all identities of the same person in the store */
	bool has_person;
};

/* The columns of explain_facts, from column first of the row on (SQL_..._EXPLAIN_FACTS). clocks:
   those of clocks_open, for text and push messages. */
void facts_read(struct facts *, const struct db_row *, int first, const struct store *,
    const struct place_clocks *);

#endif
