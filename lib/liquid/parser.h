/* parser.h: the state of parsing a template, and the errors of both; for lib/liquid only. */
#ifndef CRT_LIQUID_PARSER_H
#define CRT_LIQUID_PARSER_H

#include "liquid/tree.h"

/* The content of one {{ }} or {% %}. */
enum liquid_token {
	LIQUID_END, LIQUID_WORD, LIQUID_NUMBER, LIQUID_STRING, LIQUID_OP, LIQUID_DOTS,
	LIQUID_SIGN
};

struct liquid_parser {
	struct liquid *doc;
	const struct liquid_source *source;
	const struct liquid_partials *partials;
	int nested;			/* partials that this source is in */
	struct err *err;
	const char *p, *end;		/* the rest of the source */
	bool lines;			/* inside {% liquid %}, with one tag a line */
	bool trim;			/* the last tag ended in -%} */
	bool closed;			/* the next tag removed the last white space */
	int depth, brackets;		/* open blocks and expressions */
	const char *tag;		/* the current tag */
	size_t tag_n;
	const char *s, *stop;		/* its arguments from the current token */
	enum liquid_token token;
	const char *text;		/* the current token */
	size_t text_n;
};

/* source.c */
const struct liquid_source *liquid_source_at(const struct liquid *, uint32_t at);
/* Adds a text and points the parser to it. called: see above. */
bool liquid_source_add(struct liquid_parser *, const char *name, const char *text, size_t n,
    uint32_t called);

/* error.c */
bool liquid_wrong(struct liquid_parser *, const char *at, const char *fmt, ...) PRINTF(3, 4);
/* The line and column of at, counted from those of an earlier place in the source (its base is
   1, 1). */
void liquid_place(const struct liquid_source *, uint32_t from, uint32_t at, int *line,
    int *column);
uint32_t liquid_at(const struct liquid_parser *, const char *);
bool liquid_deeper(struct liquid_parser *, int *depth, const char *at);

#endif
