/* liquid.c: any bytes as a template: no crash, and an end within the limits. */
#include <stdlib.h>
#include <string.h>

#include "liquid/liquid.h"

#define OUTPUT_MAX 65536

static const char data[] =
    "{\"store\":{\"name\":\"A & B\",\"currency\":\"EUR\"},"
    "\"customer\":{\"first_name\":\"Zo\xc3\xab\"},"
    "\"cart\":{\"total\":{\"amount\":\"1234.50\",\"currency\":\"EUR\"},"
    "\"items\":[{\"title\":\"Hat\","
    "\"quantity\":2,\"price\":{\"amount\":\"19.99\",\"currency\":\"JPY\"}},"
    "{\"title\":null},3,\"x\"]},"
    "\"a\":[3,1,[2,[\"b\",null]],1.5,true,{}],\"n\":-9223372036854775808,\"r\":1e300,"
    "\"s\":\"<b>One two</b> & three\",\"d\":\"2026-11-22T09:41:07+02:00\"}";

static void
told(void *to, const char *dotted, const char *partial, int line, int column)
{
	*(size_t *)to += strlen(dotted) + (partial != NULL) + (line < 1) + (column < 1);
}

/* Each name is a partial: the template itself, so that partials nest as deep as they may. */
static bool
itself(void *arg, const char *name UNUSED, const char **text, size_t *n, struct err *e UNUSED)
{
	const struct str *s = arg;

	*text = str_text(s);
	*n = s->len;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static json_t *context;
	struct liquid_options opt = { .locale = "de", .output_max = OUTPUT_MAX,
	    .steps_max = 20000 };
	struct err e = { 0 };
	struct liquid *doc;
	struct str self = STR_MAX(LIQUID_TEMPLATE_MAX);
	struct liquid_partials partials = { .find = itself, .arg = &self };
	size_t seen = 0;
	bool ok;

	if (context == NULL && !value_read(&context, data, strlen(data), &e))
		abort();
	str_add(&self, (const char *)bytes, n / 2);
	ok = liquid_compile_with(&doc, "fuzz", (const char *)bytes, n, &partials, &e);
	str_free(&self);
	if (!ok)
		return 0;
	for (; opt.escape <= LIQUID_HTML; opt.escape++) {
		struct str out = STR_MAX(OUTPUT_MAX);

		if (liquid_render(doc, context, &opt, &out, &e) && out.len > OUTPUT_MAX)
			abort();
		str_free(&out);
	}
	liquid_each_variable(doc, told, &seen);
	liquid_free(doc);
	return 0;
}
