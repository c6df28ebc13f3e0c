/*
 * tree.h: a compiled template; for lib/liquid only.
 *
 * Everything is in the arena of the template. Places are offsets into its sources, as if these were
 * one text. They are converted to lines only for errors.
 */
#ifndef CRT_LIQUID_TREE_H
#define CRT_LIQUID_TREE_H

#include "liquid/value.h"

#define LIQUID_NAMED_MAX 2		/* named arguments of a filter */

struct liquid_name {			/* the first name of a variable */
	const char *text;
	size_t n;
	int local;			/* bound at this point of the compilation: see liquid_bind */
};

struct liquid_source {			/* the text of the template, of a partial, or of a layout */
	struct liquid_source *next;
	const char *name, *text;
	size_t n;
	uint32_t base;			/* the place of its first byte */
	uint32_t called;		/* of a partial: the place of its tag in the template itself */
};

struct liquid_read {			/* a read of a variable that the template does not set */
	const char *dotted;
	uint32_t at;
};

struct liquid_node {			/* the struct of every tag starts with one */
	struct liquid_node *next;
	bool (*render)(struct liquid_run *, const struct liquid_node *);
	uint32_t at;
	bool blank;			/* outputs only white space */
};

struct liquid_block {
	struct liquid_node *first;
	bool blank;
};

struct liquid {
	struct arena arena;
	struct liquid_source *first, *last;	/* the first is the template itself */
	struct liquid_block body, layout;	/* the layout prints the body as content_for_layout */
	const char *layout_name;	/* NULL: not named */
	bool bare;			/* {% layout none %} */
	size_t content;			/* slot of the body in the layout; see has_layout */
	bool has_layout;
	struct liquid_name *names;
	struct liquid_read *reads;
	bool resumes;			/* the template has offset: continue */
	size_t names_n, names_cap, reads_n, reads_cap;
};

enum liquid_expr_kind { LIQUID_CONSTANT, LIQUID_VARIABLE, LIQUID_SPAN };

struct liquid_segment {			/* .key or [index] */
	struct liquid_segment *next;
	const char *key;		/* NULL: see index */
	struct liquid_expr *index;
};

struct liquid_expr {
	enum liquid_expr_kind kind;
	uint32_t at;
	struct liquid_value value;	/* of a constant */
	size_t slot;			/* of a variable, unless root */
	struct liquid_expr *root;	/* [expression], which computes the name */
	struct liquid_segment *path;
	struct liquid_expr *from, *to;	/* of a range */
};

struct liquid_call {			/* | filter: arguments */
	struct liquid_call *next;
	const struct liquid_filter *filter;
	uint32_t at;
	size_t n;
	struct liquid_expr *args[LIQUID_ARGUMENTS_MAX];
	struct liquid_expr *named[LIQUID_NAMED_MAX];	/* NULL: not given */
};

struct liquid_chain {			/* expression | filter | filter */
	struct liquid_expr *expr;	/* NULL: nothing */
	struct liquid_call *calls;
};

struct liquid_test {			/* left OP right, joined to the next */
	struct liquid_test *next;
	bool is_or;			/* how the next is joined */
	const char *op;			/* NULL: is left true */
	uint32_t at;
	struct liquid_expr *left, *right;
};

#endif
