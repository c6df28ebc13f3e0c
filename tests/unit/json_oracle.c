/*
 * json_oracle.c: JSONTestSuite, if ORACLE names the folder with json/test_parsing
 * (github.com/nst/JSONTestSuite, MIT): each file as a value, and as a member of a record.
 */
#include <dirent.h>
#include <stdlib.h>

#include "record/record.h"
#include "slurp.h"
#include "tap.h"

#define FILE_MAX  ((size_t)1024 * 1024)
#define FILES_MAX 1000

/* Valid JSON that crt rejects, and why. */
static const struct { const char *name, *why; } refused[] = {
	{ "y_object_duplicated_key.json", "which of the two is meant?" },
	{ "y_object_duplicated_key_and_value.json", "as above" },
	{ "y_object_escaped_null_in_key.json", "no column holds a NUL" },
	{ "y_string_null_escape.json", "as above" },
};

static const char head[] = "{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/stores/s\","
    "\"type\":\"crt.cart.updated\",\"time\":\"2026-01-02T03:04:05Z\","
    "\"data\":{\"cart\":{\"id\":\"c\",\"items\":[],\"discount_codes\":";
static const char tail[] = "}}}";

static bool
alone(const struct str *text, struct err *e)
{
	json_t *v = NULL;
	bool ok = value_read(&v, str_text(text), text->len, e);

	value_free(v);
	return ok;
}

static bool
inside(const struct str *text, struct err *e)
{
	struct str line = STR_MAX(FILE_MAX + sizeof head + sizeof tail);
	struct arena arena = { 0 };
	struct record r;
	bool ok;

	str_puts(&line, head);
	str_add(&line, str_text(text), text->len);
	str_puts(&line, tail);
	ok = record_read(&r, str_text(&line), line.len, &arena, e);
	value_free(r.json);
	arena_free(&arena);
	str_free(&line);
	return ok;
}

/* The expected result: 'y', 'n', or 'i' for either. */
static char
wanted(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(refused); i++)
		if (!strcmp(name, refused[i].name))
			return 'n';
	return *name;
}

static void
compare(const char *folder, const char *name, struct str *text)
{
	struct err e = { 0 }, f = { 0 };
	char want = wanted(name);
	struct str path = STR_MAX(4096);
	bool there, ok[2];

	str_printf(&path, "%s/%s", folder, name);
	there = slurp(str_text(&path), text);
	str_free(&path);
	if (!there) {
		tap_ok(false, name);
		return;
	}
	ok[0] = alone(text, &e);
	ok[1] = inside(text, &f);
	if (want == 'i')
		tap_ok((ok[0] || e.kind == ERR_INPUT) && (ok[1] || f.kind == ERR_INPUT), name);
	else
		tap_ok(ok[0] == (want == 'y') && ok[1] == ok[0], name);
}

static int
is_json(const struct dirent *d)
{
	return strlen(d->d_name) > 5 && strchr("yni", d->d_name[0]) && d->d_name[1] == '_';
}

int
main(void)
{
	const char *oracle = getenv("ORACLE");
	struct str folder = STR_MAX(4096), text = STR_MAX(FILE_MAX);
	struct dirent **list = NULL;
	int i, n;

	if (oracle == NULL) {
		printf("1..0 # SKIP ORACLE is not set\n");
		return 0;
	}
	str_printf(&folder, "%s/json/test_parsing", oracle);
	n = scandir(str_text(&folder), &list, is_json, alphasort);
	tap_ok(n > 0 && n < FILES_MAX, "there are cases");
	for (i = 0; i < n; i++) {
		compare(str_text(&folder), list[i]->d_name, &text);
		free(list[i]);
	}
	free(list);
	str_free(&text);
	str_free(&folder);
	return tap_done();
}
