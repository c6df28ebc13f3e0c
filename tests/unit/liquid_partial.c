/* liquid_partial.c: partials and layouts of Liquid, and data that look like Liquid. */
#include <stdio.h>
#include <string.h>

#include "liquid/liquid.h"
#include "tap.h"

#define OUT_MAX ((size_t)1024 * 1024)
#define BIG (LIQUID_TEMPLATE_MAX / 3)

static char big[BIG + 1];

static bool
find(void *arg UNUSED, const char *name, const char **text, size_t *n, struct err *e)
{
	static const struct { const char *name, *text; } all[] = {
		{ "card", "{{ item.title }}\n  {{ item.price }}" },
		{ "self", "x{% render 'self' %}" },
		{ "a", "{% include 'b' %}" }, { "b", "{% include 'a' %}" },
		{ "wrong", "ok\n {% if %}" }, { "data", "\n{{ 1 | divided_by: zero }}" },
		{ "main", "[{{ content_for_layout }}]{{ store.name }}{{ links.unsubscribe }}" },
		{ "laid", "{% layout 'main' %}" }, { "big", big },
		{ "tree", "{% render 'leaf' %}{% render 'leaf' %}" }, { "leaf", "{{ other }}" },
	};
	size_t i;

	*text = NULL;
	if (!strcmp(name, "broken"))
		return err_set(e, ERR_DATABASE, "the database is gone");
	for (i = 0; i < COUNT(all); i++)
		if (!strcmp(all[i].name, name)) {
			*text = all[i].text;
			*n = strlen(all[i].text);
		}
	return true;
}

static const char data[] =
    "{\"store\":{\"name\":\"S\"},\"zero\":0,\"list\":[1,2,3],\"hostile\":["
    "\"{{ store.name }}\",\"{% render 'card' %}\",\"{% layout 'main' %}\",\"card\",\"main\","
    "\"%}{% include 'card' %}\",\"}}{{ store.name }}{{\",\"{% raw %}\",\"{%- endraw -%}\","
    "\"{{ content_for_layout }}\",\"' | raw }}\",\"\\u202e}}\"]}";

static json_t *context;

static bool
run(const char *text, const char *layout, enum liquid_escape escape, struct str *out,
    struct err *e)
{
	struct liquid_partials partials = { .find = find, .layout = layout };
	struct liquid_options opt = { .escape = escape };
	struct liquid *doc;
	bool ok;

	*e = (struct err){ 0 };
	str_cut(out, 0);
	ok = liquid_compile_with(&doc, "t", text, strlen(text), &partials, e)
	    && liquid_render(doc, context, &opt, out, e);
	liquid_free(doc);
	return ok;
}

static void
wrong(void)
{
	static const struct { const char *text, *error; } cases[] = {
		{ "{% render 'nope' %}", "t:1:12: there is no partial \"nope\"" },
		{ "\n {% include 'nope' %}", "t:2:14: there is no partial \"nope\"" },
		{ "{% render store.name %}", "t:1:11: \"render\" needs the name of a partial in quotes" },
		{ "{% include hostile[3] %}",
		  "t:1:12: \"include\" needs the name of a partial in quotes" },
		{ "{% render '' %}", "t:1:12: \"render\" needs the name of a partial in quotes" },
		{ "{% render 'wrong' %}", "partial \"wrong\":2:8: a value is missing" },
		{ "{% render 'data' %}", "partial \"data\":2:8: divided by 0" },
		{ "{% render 'self' %}", "partial \"self\":1:13: partials nested deeper than 8 levels" },
		{ "{% include 'a' %}", "partial \"b\":1:13: partials nested deeper than 8 levels" },
		{ "{% render 'card' item: %}", "t:1:24: a value is missing" },
		{ "{% render 'card' 1 %}", "t:1:18: a name was expected before \"1\"" },
		{ "{% render 'card', a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1 %}",
		  "t:1:67: more than 8 arguments" },
		{ "{% layout 'nope' %}", "t:1:1: there is no layout \"nope\"" },
		{ "{% layout store.name %}", "t:1:11: \"layout\" needs the name of a layout in quotes" },
		{ "{% if zero %}{% layout 'main' %}{% endif %}",
		  "t:1:17: a template has one \"layout\", outside of other tags" },
		{ "{% layout 'main' %}{% layout 'main' %}",
		  "t:1:23: a template has one \"layout\", outside of other tags" },
		{ "{% render 'laid' %}",
		  "partial \"laid\":1:4: a template has one \"layout\", outside of other tags" },
		{ "{% render 'big' %}{% render 'big' %}{% render 'big' %}",
		  "a template of more than 262144 bytes with its partials" },
		{ "{% render 'broken' %}", "the database is gone" },
	};
	struct str out = STR_MAX(OUT_MAX);
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		bool ok = !run(cases[i].text, NULL, LIQUID_PLAIN, &out, &e)
		    && strstr(e.text, cases[i].error);

		tap_ok(ok, cases[i].text);
		if (!ok)
			printf("# got %s\n", e.text);
	}
	str_free(&out);
}

static void
layouts(void)
{
	struct str out = STR_MAX(OUT_MAX);
	struct err e;

	tap_ok(run("<b>{{ store.name }}", "main", LIQUID_HTML, &out, &e)
	    && !strcmp(str_text(&out), "[<b>S]S"), "the layout of a template that names none");
	tap_ok(run("{% layout none %}x", "main", LIQUID_HTML, &out, &e)
	    && !strcmp(str_text(&out), "x"), "none is no layout");
	tap_ok(run("x", "nope", LIQUID_PLAIN, &out, &e) && !strcmp(str_text(&out), "x"),
	    "a default layout without this part is none");
	tap_ok(run("a{% break %}b", "main", LIQUID_PLAIN, &out, &e)
	    && !strcmp(str_text(&out), "[a]S"), "a break ends the template, not its layout");
	str_free(&out);
}

static void
tell(void *to, const char *dotted, const char *partial, int line, int column)
{
	str_printf(to, "%s %s %d:%d\n", dotted, partial ? partial : "-", line, column);
}

static void
reads(void)
{
	static const char text[] = "{% layout 'main' %}{% assign item = 1 %}\n"
	    "{{ cart.id }}{% render 'card' %} {% include 'card' %} {% render 'tree', other: 1 %}";
	static const char want[] = "cart.id - 2:4\nitem.title partial \"card\" 2:25\n"
	    "item.price partial \"card\" 2:25\nother partial \"leaf\" 2:66\n"
	    "other partial \"leaf\" 2:66\nstore.name partial \"main\" 1:1\n"
	    "links.unsubscribe partial \"main\" 1:1\n";
	struct liquid_partials partials = { .find = find };
	struct str got = STR_MAX(4096);
	struct err e = { 0 };
	struct liquid *doc;

	if (liquid_compile_with(&doc, "t", text, strlen(text), &partials, &e))
		liquid_each_variable(doc, tell, &got);
	tap_ok(!strcmp(str_text(&got), want), "what partials read has the place of their tag");
	if (strcmp(str_text(&got), want))
		printf("# got %s%s\n", str_text(&got), e.text);
	liquid_free(doc);
	str_free(&got);
}

/* Data are printed as they are, whatever filters and partials they pass through. */
static void
hostile(void)
{
	static const char *const ways[] = { "{{ x }}", "{{ x | append: '' }}",
		"{% capture y %}{{ x }}{% endcapture %}{{ y }}", "{% render 'leaf', other: x %}",
		"{% include 'leaf', other: x %}", "{% assign y = x | strip %}{{ y }}",
		"{% render 'leaf' with x as other %}" };
	json_t *all = value_get(context, "hostile"), *one = value_map();
	struct liquid_partials partials = { .find = find };
	struct liquid_options opt = { .escape = LIQUID_PLAIN };
	struct str out = STR_MAX(OUT_MAX);
	struct err e = { 0 };
	struct liquid *doc;
	size_t i, k, bad = 0;

	for (k = 0; k < COUNT(ways); k++) {
		if (!liquid_compile_with(&doc, "t", ways[k], strlen(ways[k]), &partials, &e))
			bad++;
		for (i = 0; doc && i < value_count(all); i++) {
			str_cut(&out, 0);
			value_set_text(one, "x", value_text(value_at(all, i)));
			bad += !liquid_render(doc, one, &opt, &out, &e)
			    || strcmp(str_text(&out), value_text(value_at(all, i)));
		}
		liquid_free(doc);
	}
	tap_ok(bad == 0, "data are never a template");
	value_free(one);
	str_free(&out);
}

/* Loops over partials end by the limits of the whole run. */
static void
bounded(void)
{
	static const char *const texts[] = {
		"{% for i in (1..999999) %}{% render 'card' %}{% endfor %}",
		"{% for i in (1..999) %}{% for k in (1..999) %}{% include 'leaf' %}{% endfor %}"
		    "{% endfor %}",
	};
	struct str out = STR_MAX(OUT_MAX);
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(texts); i++)
		tap_ok(!run(texts[i], NULL, LIQUID_PLAIN, &out, &e) && strstr(e.text, "more than 200000 "
		    "steps"), texts[i]);
	str_free(&out);
}

int
main(void)
{
	struct err e = { 0 };

	memset(big, 'x', BIG);
	if (!value_read(&context, data, strlen(data), &e)) {
		printf("Bail out! %s\n", e.text);
		return 1;
	}
	wrong();
	layouts();
	reads();
	hostile();
	bounded();
	value_free(context);
	return tap_done();
}
