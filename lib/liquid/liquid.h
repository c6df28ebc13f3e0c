/*
 * liquid.h: Liquid templates: strict, with limits, and without access to files.
 *
 * The language is Shopify's Liquid (shopify.dev/docs/api/liquid): the output, tags, and filters of
 * liquid.inc. A template is compiled once and rendered any number of times. Rendering does not
 * change it, so threads may share it. Partials and layouts are compiled into the template that
 * names them: a name is a constant, so rendering reads nothing and data name no partial.
 *
 * Strict means that these are errors (ERR_CONFIG): an unknown tag or filter, a wrong number of
 * arguments, an unclosed tag, a syntax error, an exceeded limit, and an operation that the data do
 * not allow, such as dividing by zero or sorting a list of different kinds. A template must work
 * with any data. A missing variable is empty. Every error starts with "NAME:line:column: ", both
 * counted from 1, columns in characters.
 */
#ifndef CRT_LIQUID_LIQUID_H
#define CRT_LIQUID_LIQUID_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "json/value.h"

/* Exceeding a limit is an error that names it. */
#define LIQUID_TEMPLATE_MAX   ((size_t)256 * 1024)	/* bytes of a template and its partials */
#define LIQUID_DEPTH_MAX      64		/* nested tags, or nested brackets */
#define LIQUID_EXPRESSION_MAX 8192		/* bytes between {{ and }} */
#define LIQUID_PARTIALS_MAX   8			/* partials within partials */
#define LIQUID_CHAIN_MAX      32		/* filters in a row */
#define LIQUID_ARGUMENTS_MAX  8			/* arguments to a filter */
#define LIQUID_NAMES_MAX      1024		/* different names of variables */
#define LIQUID_OUTPUT_MAX     ((size_t)1024 * 1024)	/* default for bytes of output */
#define LIQUID_STEPS_MAX      200000		/* default for nodes, loops, and list items */
#define LIQUID_WORK_MAX       ((size_t)8 * 1024 * 1024)	/* bytes of working memory */

struct liquid;

/* LIQUID_HTML: {{ }} escapes its output, except that of | raw, | escape, and captures, whose text
   was escaped already. */
enum liquid_escape { LIQUID_PLAIN, LIQUID_HTML };

struct liquid_options {
	enum liquid_escape escape;
	const char *locale;		/* "de", "pt-BR", for money and dates; NULL is "en" */
	crt_time now;			/* the time that the date filter takes for "now" */
	const struct zone *zone;	/* of printed times, and of times without a zone; NULL: times are
					   not converted, and those without a zone are UTC */
	size_t output_max;		/* 0: LIQUID_OUTPUT_MAX */
	size_t steps_max;		/* 0: LIQUID_STEPS_MAX */
};

/* The text must be UTF-8 without NUL. It is copied, and so is the name. *out is NULL on failure;
   otherwise free it with liquid_free. */
bool liquid_compile(struct liquid **out, const char *name, const char *text, size_t n,
    struct err *) MUSTUSE;

/* The partials that a template can name. */
struct liquid_partials {
	/* Finds one. *text is NULL if there is none; otherwise it lives as long as the compilation.
	   False: the search failed. */
	bool (*find)(void *arg, const char *name, const char **text, size_t *n, struct err *);
	void *arg;
	const char *layout;		/* of a template that names none; NULL: no layout */
};

/* The same for a template with partials; NULL: it has none. */
bool liquid_compile_with(struct liquid **out, const char *name, const char *text, size_t n,
    const struct liquid_partials *, struct err *) MUSTUSE;

/* Appends to out. On failure out may hold a part. The context is a map or NULL. */
bool liquid_render(const struct liquid *, const json_t *context,
    const struct liquid_options *, struct str *out, struct err *) MUSTUSE;

/*
 * Reports each read of a variable that the template does not set itself, in order, with its place.
 * The dotted path is as long as it is known when compiling: "cart.items" for cart.items[0].title
 * and for cart.items.size. A read in a partial, whose name is then given, has the place of the tag
 * in the template; otherwise the name is NULL.
 */
void liquid_each_variable(const struct liquid *,
    void (*)(void *, const char *dotted, const char *partial, int line, int column), void *);

void liquid_free(struct liquid *);	/* NULL is allowed */

#endif
