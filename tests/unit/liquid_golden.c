/* liquid_golden.c: crt's own cases of Liquid, which tests/peer/liquid.mjs runs, too. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "liquid/liquid.h"
#include "slurp.h"
#include "tap.h"

#define FOLDER   "tests/golden/liquid"
#define FILE_MAX ((size_t)1024 * 1024)

/* The partials of a case. */
static bool
golden_partial(void *arg, const char *name, const char **text, size_t *n, struct err *e UNUSED)
{
	const json_t *one = value_get(arg, name);

	*text = value_text(one);
	*n = value_length(one);
	return true;
}

static void
golden_case(const char *file, const json_t *one)
{
	struct liquid_options opt = {
		.escape = value_true(value_get(one, "html")) ? LIQUID_HTML : LIQUID_PLAIN,
		.locale = value_text(value_get(one, "locale")),
		.now = INT64_C(1795340467) * CLOCK_SECOND,
	};
	struct str out = STR_MAX(FILE_MAX), name = STR_MAX(512);
	const char *want = value_text(value_get(one, "want"));
	const json_t *text = value_get(one, "template");
	struct liquid_partials partials = { .find = golden_partial,
	    .arg = value_get(one, "partials") };
	struct err e = { 0 };
	struct liquid *doc;
	bool ok = liquid_compile_with(&doc, file, value_text(text), value_length(text), &partials, &e)
	    && liquid_render(doc, value_get(one, "data"), &opt, &out, &e)
	    && !strcmp(str_text(&out), want);

	str_printf(&name, "%s: %s", file, value_text(value_get(one, "name")));
	tap_ok(ok, str_text(&name));
	if (!ok)
		printf("# want %s\n# got  %s%s\n", want, str_text(&out), e.text);
	liquid_free(doc);
	str_free(&out);
	str_free(&name);
}

static void
golden_file(const char *file)
{
	struct str path = STR_MAX(4096), text = STR_MAX(FILE_MAX);
	struct err e = { 0 };
	json_t *all = NULL;
	size_t i;

	str_printf(&path, FOLDER "/%s", file);
	tap_ok(slurp(str_text(&path), &text) && value_read(&all, str_text(&text), text.len, &e)
	    && value_count(all), file);
	for (i = 0; i < value_count(all); i++)
		golden_case(file, value_at(all, i));
	value_free(all);
	str_free(&path);
	str_free(&text);
}

static void
golden(void)
{
	struct dirent **names;
	int i, n = scandir(FOLDER, &names, NULL, alphasort);

	tap_ok(n > 8, FOLDER);
	for (i = 0; i < n; i++) {
		if (strstr(names[i]->d_name, ".json"))
			golden_file(names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

int
main(void)
{
	golden();
	return tap_done();
}
