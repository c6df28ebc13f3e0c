/*
 * liquid.h: Liquid templates, strict and bounded, without file access.
 *
 * The language is Shopify's Liquid (shopify.dev/docs/api/liquid): output,
 * filters and tags as liquid.inc lists them, two filters of our own, money and
 * raw.  A template is compiled once and rendered as often as wanted; a compiled
 * one is not written to, so threads may share it.
 *
 * Strict: an unknown tag or filter, a wrong number of arguments, an unclosed tag,
 * a syntax error, a limit, and what the data cannot do (divide by zero, sort a list of
 * unlike things) is ERR_CONFIG: a template must do with any data.  Variables that are
 * not there are empty.  Every error starts "NAME:line:column: ", both counted from 1, columns in
 * characters.
 */
#ifndef CRT_LIQUID_LIQUID_H
#define CRT_LIQUID_LIQUID_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "json/value.h"

/* Limits; going over one is an error that names it. */
#define LIQUID_TEMPLATE_MAX   ((size_t)256 * 1024)	/* bytes of a template */
#define LIQUID_DEPTH_MAX      64		/* tags within tags, brackets within brackets */
#define LIQUID_EXPRESSION_MAX 8192		/* bytes between {{ and }} */
#define LIQUID_CHAIN_MAX      32		/* filters one after the other */
#define LIQUID_ARGUMENTS_MAX  8			/* arguments of a filter */
#define LIQUID_NAMES_MAX      1024		/* distinct names of variables */
#define LIQUID_OUTPUT_MAX     ((size_t)1024 * 1024)	/* bytes rendered, unless told */
#define LIQUID_STEPS_MAX      200000		/* nodes, loops and list items, unless told */
#define LIQUID_WORK_MAX       ((size_t)8 * 1024 * 1024)	/* bytes made on the way */

struct liquid;

/* LIQUID_HTML: what {{ }} puts out is escaped unless it came from | raw, | escape
   or a capture, whose text has been through this once. */
enum liquid_escape { LIQUID_PLAIN, LIQUID_HTML };

struct liquid_options {
	enum liquid_escape escape;
	const char *locale;		/* "de", "pt-BR", for money and dates; NULL is "en" */
	crt_time now;			/* what "now" is to the date filter */
	const struct zone *zone;	/* in which it prints, and reads what names none; NULL: as it
					   stands, else UTC */
	size_t output_max;		/* 0: LIQUID_OUTPUT_MAX */
	size_t steps_max;		/* 0: LIQUID_STEPS_MAX */
};

/* The text must be UTF-8 without NUL; it is copied, as is the name.  *out is NULL
   on failure, else freed with liquid_free. */
bool liquid_compile(struct liquid **out, const char *name, const char *text, size_t n,
    struct err *) MUSTUSE;

/* Append to out.  On failure out may hold a part.  The context is a map or NULL. */
bool liquid_render(const struct liquid *, const json_t *context,
    const struct liquid_options *, struct str *out, struct err *) MUSTUSE;

/*
 * Each place where the template reads a variable that it did not make itself:
 * the dotted path as far as it is known when compiling ("cart.items" of
 * cart.items[0].title and of cart.items.size), and where it stands, in that order.
 */
void liquid_each_variable(const struct liquid *,
    void (*)(void *, const char *dotted, int line, int column), void *);

void liquid_free(struct liquid *);	/* NULL is fine */

#endif
