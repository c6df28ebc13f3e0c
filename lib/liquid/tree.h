/*
 * tree.h: a compiled template, and the parser that makes it.
 *
 * Of lib/liquid only.  Everything lies in the arena of the template;
 * places are offsets into its text, turned into lines only when asked.
 */
#ifndef CRT_LIQUID_TREE_H
#define CRT_LIQUID_TREE_H

#include "liquid/value.h"

struct liquid_name {			/* a variable's first name */
	const char *text;
	size_t n;
	int local;			/* bound here, while compiling: see liquid_bind */
};

struct liquid_read {			/* a read of a variable not made here */
	const char *dotted;
	uint32_t at;
};

struct liquid_node {			/* every tag's own struct starts with one */
	struct liquid_node *next;
	bool (*render)(struct liquid_run *, const struct liquid_node *);
	uint32_t at;
	bool blank;			/* puts nothing out but white space */
};

struct liquid_block {
	struct liquid_node *first;
	bool blank;
};

struct liquid {
	struct arena arena;
	char *name, *text;
	size_t n;
	struct liquid_block body;
	struct liquid_name *names;
	struct liquid_read *reads;
	bool resumes;			/* offset: continue stands somewhere */
	size_t names_n, names_cap, reads_n, reads_cap;
};

enum liquid_expr_kind { LIQUID_CONSTANT, LIQUID_VARIABLE, LIQUID_SPAN };

struct liquid_segment {			/* .key or [index] */
	struct liquid_segment *next;
	const char *key;		/* NULL: index says */
	struct liquid_expr *index;
};

struct liquid_expr {
	enum liquid_expr_kind kind;
	uint32_t at;
	struct liquid_value value;	/* of a constant */
	size_t slot;			/* of a variable, unless root */
	struct liquid_expr *root;	/* [expression], which gives the name */
	struct liquid_segment *path;
	struct liquid_expr *from, *to;	/* of a range */
};

struct liquid_call {			/* | filter: arguments */
	struct liquid_call *next;
	const struct liquid_filter *filter;
	uint32_t at;
	size_t n;
	struct liquid_expr *args[LIQUID_ARGUMENTS_MAX];
	struct liquid_expr *allow_false;
};

struct liquid_chain {			/* expression | filter | filter */
	struct liquid_expr *expr;	/* NULL: nothing */
	struct liquid_call *calls;
};

struct liquid_test {			/* left OP right, and/or the next */
	struct liquid_test *next;
	bool is_or;			/* how the next is joined */
	const char *op;			/* NULL: is left true */
	uint32_t at;
	struct liquid_expr *left, *right;
};

/* What stands in one {{ }} or {% %}. */
enum liquid_token {
	LIQUID_END, LIQUID_WORD, LIQUID_NUMBER, LIQUID_STRING, LIQUID_OP, LIQUID_DOTS,
	LIQUID_SIGN
};

struct liquid_parser {
	struct liquid *doc;
	struct err *err;
	const char *p, *end;		/* what has not been read of the template */
	bool lines;			/* inside {% liquid %}: a tag a line */
	bool trim;			/* the last tag ended in -%} */
	bool closed;			/* the last white space was cut by the next tag */
	int depth, brackets;		/* blocks and expressions that are open */
	const char *tag;		/* the tag being read */
	size_t tag_n;
	const char *s, *stop;		/* its arguments, from the token on */
	enum liquid_token token;
	const char *text;		/* the token */
	size_t text_n;
};

/* error.c */
bool liquid_wrong(struct liquid_parser *, const char *at, const char *fmt, ...) PRINTF(3, 4);
/* Line and column of at, from those of a place before it (0 is 1, 1). */
void liquid_place(const struct liquid *, uint32_t from, uint32_t at, int *line, int *column);
uint32_t liquid_at(const struct liquid_parser *, const char *);
bool liquid_deeper(struct liquid_parser *, int *depth, const char *at);

#endif
