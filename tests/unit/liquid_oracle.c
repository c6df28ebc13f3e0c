/*
 * liquid_oracle.c: the golden-liquid suite, if ORACLE names the folder with
 * liquid/golden_liquid.json (github.com/jg-rp/golden-liquid, MIT).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "liquid/liquid.h"
#include "slurp.h"

#define FILE_MAX ((size_t)8 * 1024 * 1024)

/* Cases that crt does not pass, and why. */
static const struct { const char *name, *why; } exceptions[] = {
	{ "tags, case, unexpected when token",
	  "everything behind a wrong word is ignored; here that is an error" },
};

static const char *
exception(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(exceptions); i++)
		if (!strcmp(name, exceptions[i].name))
			return exceptions[i].why;
	return NULL;
}

/* The partials of a case. */
static bool
find(void *arg, const char *name, const char **text, size_t *n, struct err *e UNUSED)
{
	const json_t *one = value_get(arg, name);

	*text = value_text(one);
	*n = value_length(one);
	return true;
}

static bool
wanted(const json_t *test, const struct str *got)
{
	const json_t *one = value_get(test, "result"), *many = value_get(test, "results");
	size_t i;

	if (one)
		return value_length(one) == got->len && !memcmp(value_text(one), str_text(got),
		    got->len);
	for (i = 0; i < value_count(many); i++)
		if (!strcmp(value_text(value_at(many, i)), str_text(got)))
			return true;
	return false;
}

static bool
run(const json_t *test)
{
	const json_t *text = value_get(test, "template");
	struct liquid_options opt = { .escape = LIQUID_PLAIN };
	struct liquid_partials partials = { .find = find, .arg = value_get(test, "templates") };
	struct str out = STR_MAX(LIQUID_OUTPUT_MAX);
	struct err e = { 0 };
	struct liquid *doc;
	bool done, ok;

	done = liquid_compile_with(&doc, "golden", value_text(text), value_length(text), &partials, &e)
	    && liquid_render(doc, value_get(test, "data"), &opt, &out, &e);
	ok = value_true(value_get(test, "invalid")) ? !done : done && wanted(test, &out);
	if (!ok && !exception(value_text(value_get(test, "name"))))
		printf("# %s\n#   template: %s\n#   got: %s\n", value_text(value_get(test, "name")),
		    value_text(text), done ? str_text(&out) : e.text);
	liquid_free(doc);
	str_free(&out);
	return ok;
}

static bool
load(json_t **all, const char *folder)
{
	struct str path = STR_MAX(4096), text = STR_MAX(FILE_MAX);
	struct err e = { 0 };
	bool ok;

	str_printf(&path, "%s/liquid/golden_liquid.json", folder);
	ok = slurp(str_text(&path), &text) && value_read(all, str_text(&text), text.len, &e);
	if (!ok)
		printf("Bail out! %s: %s\n", str_text(&path), e.text);
	str_free(&path);
	str_free(&text);
	return ok;
}

int
main(void)
{
	const char *folder = getenv("ORACLE");
	size_t i, met = 0, not = 0, excused = 0;
	json_t *all, *tests;

	if (folder == NULL) {
		printf("1..1\nok 1 # SKIP ORACLE is not set\n");
		return 0;
	}
	if (!load(&all, folder))
		return 1;
	tests = value_get(all, "tests");
	for (i = 0; i < value_count(tests); i++) {
		const json_t *test = value_at(tests, i);

		if (run(test))
			met += !exception(value_text(value_get(test, "name")));
		else if (exception(value_text(value_get(test, "name"))))
			excused++;
		else
			not++;
	}
	for (i = 0; i < COUNT(exceptions); i++)
		printf("# not met: %s: %s\n", exceptions[i].name, exceptions[i].why);
	printf("1..2\n%sok 1 - golden-liquid: %zu of %zu cases pass (%.1f %%)\n",
	    not ? "not " : "", met, value_count(tests),
	    100.0 * (double)met / (double)value_count(tests));
	printf("%sok 2 - %zu of %zu exceptions are ones\n",
	    excused == COUNT(exceptions) ? "" : "not ", excused, COUNT(exceptions));
	value_free(all);
	return not || excused != COUNT(exceptions);
}
