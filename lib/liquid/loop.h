/* loop.h: what for and tablerow share; for lib/liquid only. */
#ifndef CRT_LIQUID_LOOP_H
#define CRT_LIQUID_LOOP_H

#include "liquid/parse.h"

/* NAME in EXPRESSION reversed limit: n offset: n cols: n */
struct liquid_over {
	size_t slot, loop_slot;		/* slots of the name, and of forloop or tablerowloop */
	const char *name;		/* "item-cart.items" */
	size_t name_n;
	struct liquid_expr *in, *limit, *offset, *cols;
	bool table, reversed, resume;	/* whether it has offset: continue */
};

struct liquid_turns {			/* one iteration */
	struct liquid_value items;
	int64_t from, n;
	bool nothing;			/* there is no list */
	struct liquid_loop loop;
	struct liquid_slot saved, saved_loop;
};

bool liquid_parse_over(struct liquid_parser *, struct liquid_over *, bool table);
bool liquid_over_start(struct liquid_run *, const struct liquid_over *, struct liquid_turns *);
void liquid_over_enter(struct liquid_run *, const struct liquid_over *, struct liquid_turns *);
bool liquid_over_turn(struct liquid_run *, const struct liquid_over *, struct liquid_turns *);
void liquid_over_leave(struct liquid_run *, const struct liquid_over *, struct liquid_turns *);

#endif
