/* parse.h: the functions that parse and run templates; for lib/liquid only. */
#ifndef CRT_LIQUID_PARSE_H
#define CRT_LIQUID_PARSE_H

#include "liquid/parser.h"
#include "text/utf8.h"

/* lexer.c: the pieces of a template, and the tokens of a tag */
enum liquid_piece { LIQUID_PIECE_END, LIQUID_PIECE_TEXT, LIQUID_PIECE_OUTPUT, LIQUID_PIECE_TAG };
bool liquid_piece(struct liquid_parser *, enum liquid_piece *);	/* for TEXT: text, text_n */
bool liquid_next(struct liquid_parser *);		/* the next token */
bool liquid_is_word(const struct liquid_parser *, const char *);
bool liquid_is_sign(const struct liquid_parser *, char);
bool liquid_sign(struct liquid_parser *, char);		/* requires this token and moves past it */
bool liquid_done(struct liquid_parser *);		/* requires the end */
bool liquid_word_is(const char *, size_t, const char *);
/* Finds {% NAME %} as text and moves past it; the text before it is in text, text_n. */
bool liquid_until(struct liquid_parser *, const char *name);

/* expr.c */
bool liquid_parse_expr(struct liquid_parser *, struct liquid_expr **);
bool liquid_parse_chain(struct liquid_parser *, struct liquid_chain *);
bool liquid_parse_name(struct liquid_parser *, size_t *slot);	/* a name to assign to */
bool liquid_parse_test(struct liquid_parser *, struct liquid_test **);

/* names.c */
bool liquid_slot_of(struct liquid_parser *, const char *, size_t n, size_t *slot);
void liquid_bind(struct liquid_parser *, size_t slot, int by);	/* 1: local from here on */
void liquid_note(struct liquid_parser *, const struct liquid_expr *);
void liquid_sort_reads(struct liquid *);

/* eval.c */
bool liquid_eval(struct liquid_run *, const struct liquid_expr *, struct liquid_value *);
bool liquid_eval_chain(struct liquid_run *, const struct liquid_chain *, struct liquid_value *);
bool liquid_eval_test(struct liquid_run *, const struct liquid_test *, bool *);
bool liquid_eval_int(struct liquid_run *, const struct liquid_expr *, int64_t *);

/* block.c */
void *liquid_node_new(struct liquid_parser *, size_t size,
    bool (*)(struct liquid_run *, const struct liquid_node *));
/* Compiles up to a tag of ends ("else endif"), which stays in tag; NULL: up to the end. */
bool liquid_parse_block(struct liquid_parser *, const char *opener, const char *ends,
    struct liquid_block *);
bool liquid_parse_lines(struct liquid_parser *, struct liquid_node **);
void liquid_strip_blank(struct liquid_block *);
bool liquid_render_block(struct liquid_run *, const struct liquid_block *);
/* The output of a block as a value instead. */
bool liquid_take_block(struct liquid_run *, const struct liquid_block *, struct liquid_value *);

/* A tag's parser starts at the first argument (a raw one before it, as its arguments need not be
   tokens) and must read to the end of its block. It may return no node. */
struct liquid_tag {
	const char *name;
	bool (*parse)(struct liquid_parser *, struct liquid_node **);
	bool bare;
};
extern const struct liquid_tag liquid_flow_tags[], liquid_loop_tags[], liquid_table_tags[],
    liquid_set_tags[], liquid_text_tags[], liquid_cycle_tags[], liquid_partial_tags[];

/* compile.c */
/* Compiles a partial; at: its name in the tag. */
bool liquid_parse_partial(struct liquid_parser *, const char *name, const char *at,
    struct liquid_block *);

/* cycle.c: a number stored under a key while a template runs; at first 0 */
int64_t *liquid_mark(struct liquid_run *, char kind, const char *key, size_t n);

/* filter.c */
struct liquid_filter {
	const char *name;
	int min, max;		/* arguments; named ones follow from args[LIQUID_ARGUMENTS_MAX] on */
	bool (*apply)(struct liquid_run *, struct liquid_value *, struct liquid_value *args,
	    size_t n);
};
const struct liquid_filter *liquid_filter_find(const char *, size_t n);
/* The number of a named argument; -1: the filter has none of that name. */
int liquid_filter_key(const struct liquid_filter *, const char *, size_t n);
extern const struct liquid_filter liquid_text_filters[], liquid_code_filters[],
    liquid_list_filters[], liquid_pick_filters[], liquid_number_filters[], liquid_date_filters[],
    liquid_cut_filters[], liquid_money_filters[], liquid_word_filters[], liquid_link_filters[];

/* list.c: the items of any value, with nested lists flattened as in Ruby */
bool liquid_spread(struct liquid_run *, const struct liquid_value *, struct liquid_value **,
    size_t *n);
/* item[key] as in Ruby; *has is false if this kind of item has no members */
bool liquid_property(struct liquid_run *, const struct liquid_value *item,
    const struct liquid_value *key, struct liquid_value *out, bool *has);

/* number.c */
struct liquid_value liquid_to_number(const struct liquid_value *);
bool liquid_read_int(const char *, size_t, int64_t *);		/* the whole text is an integer */
bool liquid_to_int(struct liquid_run *, const struct liquid_value *, int64_t *);
void liquid_print_real(struct str *, double);
bool liquid_arith(struct liquid_run *, char op, struct liquid_value *, const struct liquid_value *);
bool liquid_round(struct liquid_run *, struct liquid_value *, int64_t digits);
int64_t liquid_clip(double);			/* towards zero, within 64 bits */

#endif
