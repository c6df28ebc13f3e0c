/*
 * value.h: the values of Liquid expressions, and the run that computes them; for lib/liquid only.
 *
 * Values are copied and own nothing. Their text and items are in the context, the template, or the
 * arena of the run.
 */
#ifndef CRT_LIQUID_VALUE_H
#define CRT_LIQUID_VALUE_H

#include "base/mem.h"
#include "liquid/liquid.h"

enum liquid_kind {
	LIQUID_NIL, LIQUID_BOOL, LIQUID_INT, LIQUID_REAL, LIQUID_TEXT,
	LIQUID_LIST,			/* items made by a filter or a loop */
	LIQUID_JSON,			/* a list of the context */
	LIQUID_MAP,			/* a map of the context */
	LIQUID_RANGE,			/* from to, both included */
	LIQUID_LOOP,			/* forloop, tablerowloop */
	LIQUID_EMPTY, LIQUID_BLANK	/* keywords of comparisons: empty, blank */
};

struct liquid_value {
	enum liquid_kind kind;
	bool safe;			/* text that is already HTML */
	size_t n;			/* of TEXT and LIST */
	union {
		bool yes;
		int64_t i;
		double d;
		const char *text;	/* not always terminated by NUL */
		const struct liquid_value *items;
		const json_t *json;
		const struct liquid_loop *loop;
		struct { int64_t from, to; } range;
	};
};

struct liquid_loop {
	const struct liquid_loop *parent;
	const char *name;		/* "item-cart.items" */
	size_t name_n;
	int64_t index, length;		/* index from 0 */
	int64_t cols;			/* of a tablerow, else 0 */
};

/* One name of the template during a run. */
struct liquid_slot {
	struct liquid_value local, given;	/* assigned or looped; of the context */
	int64_t counter;			/* increment, decrement */
	bool is_local, is_given, is_counter;	/* which of the above are set */
	const struct liquid_value *argument;	/* of an included partial: hides the above */
};

enum liquid_stop { LIQUID_RUNS, LIQUID_BREAK, LIQUID_CONTINUE };

struct liquid_run {
	const struct liquid *doc;
	const json_t *context;
	const struct liquid_options *opt;
	struct liquid_slot *slots;
	struct str *out;
	struct err *err;
	struct arena arena;
	struct str scratch;		/* see liquid_scratch */
	size_t room, steps, work;	/* remaining output, steps, and working memory */
	uint32_t at;			/* place in the template, for errors */
	enum liquid_stop stop;
	struct liquid_slot *spare[LIQUID_PARTIALS_MAX + 1];	/* of partials that share no variables */
	int nested;			/* of these, how many are in use */
	struct liquid_mark *marks;	/* numbers of cycle and offset: continue */
	struct liquid_value changed;	/* the last text of ifchanged */
};

/* value.c */
struct liquid_value liquid_wrap(const json_t *);
struct liquid_value liquid_of_text(const char *, size_t);
struct liquid_value liquid_of_int(int64_t);
struct liquid_value liquid_of_bool(bool);
void liquid_to_list(struct liquid_value *, const struct liquid_value *items, size_t n);
bool liquid_truth(const struct liquid_value *);
bool liquid_is_list(const struct liquid_value *);
size_t liquid_count(const struct liquid_value *);	/* 0 if neither list nor map */
struct liquid_value liquid_item(const struct liquid_value *list, size_t i);
bool liquid_is_empty(const struct liquid_value *);	/* "", [], {} */
bool liquid_is_money(const struct liquid_value *);	/* {"amount", "currency"} */

/* member.c */
bool liquid_member(struct liquid_run *, const struct liquid_value *, const char *key,
    struct liquid_value *);
bool liquid_pair(struct liquid_run *, void *iter, struct liquid_value *);	/* [key, value] */

/* print.c */
void liquid_print(struct str *, const struct liquid_value *);
bool liquid_to_text(struct liquid_run *, struct liquid_value *);	/* converts in place */
bool liquid_put_value(struct liquid_run *, struct liquid_value);	/* escaped if necessary */
void liquid_escape_into(struct str *, const char *, size_t);
/* A text, escaped unless it is HTML already. */
void liquid_add_value(struct str *, const struct liquid_value *, bool escape);

/* compare.c */
bool liquid_equal(struct liquid_run *, const struct liquid_value *, const struct liquid_value *);
bool liquid_contains(struct liquid_run *, const struct liquid_value *,
    const struct liquid_value *, bool *);
/* -1, 0, or 1; false if the two have no order */
bool liquid_order(struct liquid_run *, const struct liquid_value *,
    const struct liquid_value *, int *);

/* run.c */
bool liquid_fail(struct liquid_run *, const char *fmt, ...) PRINTF(2, 3);	/* data error */
bool liquid_limit(struct liquid_run *, const char *what, size_t max);
bool liquid_step(struct liquid_run *, size_t n);
void liquid_spend(struct liquid_run *, size_t n);		/* an excess fails the next step */
void *liquid_get(struct liquid_run *, size_t n);		/* NULL: too much; see err */
struct str *liquid_scratch(struct liquid_run *);		/* empty; only one at a time */
bool liquid_keep(struct liquid_run *, struct liquid_value *);	/* scratch as a value */
bool liquid_put(struct liquid_run *, const char *, size_t);

#endif
