/* liquid.c: Liquid: errors with their places, limits, and the variables that a template reads. */
#include <stdio.h>
#include <string.h>

#include "liquid/liquid.h"
#include "tap.h"

#define FILE_MAX ((size_t)1024 * 1024)

/* Renders; out has the result or the error. */
static bool
render(const char *text, const json_t *data, const struct liquid_options *opt, struct str *out)
{
	struct err e = { 0 };
	struct liquid *doc;
	bool ok = liquid_compile(&doc, "t", text, strlen(text), &e)
	    && liquid_render(doc, data, opt, out, &e);

	if (!ok) {
		str_cut(out, 0);
		str_puts(out, e.text);
	}
	liquid_free(doc);
	return ok;
}

static const char data[] =
    "{\"a\":[1,2,3],\"mixed\":[1,\"x\"],\"s\":\"text\",\"m\":{\"x\":1},\"big\":9223372036854775807,"
    "\"bad\":{\"amount\":\"1,5\",\"currency\":\"EUR\"},"
    "\"none\":{\"amount\":\"1.50\",\"currency\":\"euro\"},"
    "\"half\":{\"amount\":\"1.50\"},\"eur\":{\"amount\":\"1.50\",\"currency\":\"EUR\"},"
    "\"binary\":\"//8=\",\"percent\":\"%ff\"}";

static const struct {
	const char *text, *error;
} wrong[] = {
	{ "{{ a", "t:1:1: \"{{\" is not closed" },
	{ "x\n  {% if a", "t:2:3: \"{%\" is not closed" },
	{ "ä{% foo %}", "t:1:5: unknown tag \"foo\"" },
	{ "{% %}", "t:1:4: a tag without a name" },
	{ "{% include 'x' %}", "t:1:4: tag \"include\" is not supported here: there are no partials" },
	{ "{% render 'x' %}", "t:1:4: tag \"render\" is not supported here: there are no partials" },
	{ "{% layout 'x' %}", "t:1:4: tag \"layout\" is not supported here: there are no partials" },
	{ "{% section 'x' %}", "t:1:4: unknown tag \"section\"" },
	{ "{% if a %}\n{% for x in a %}{% endif %}",
	  "t:2:20: unexpected \"endif\": \"for\" is open" },
	{ "{% endif %}", "t:1:4: unexpected \"endif\"" },
	{ "{% else %}", "t:1:4: unexpected \"else\"" },
	{ "\n{% if a %}", "t:2:4: \"if\" is not closed" },
	{ "{% unless a %}", "t:1:4: \"unless\" is not closed" },
	{ "{% for x in a %}{% else %}", "t:1:20: \"for\" is not closed" },
	{ "{% case a %}", "t:1:4: \"case\" is not closed" },
	{ "{% capture a %}", "t:1:4: \"capture\" is not closed" },
	{ "{% tablerow x in a %}", "t:1:4: \"tablerow\" is not closed" },
	{ "{% ifchanged %}", "t:1:4: \"ifchanged\" is not closed" },
	{ "{% comment %}{%}", "t:1:4: \"comment\" is not closed" },
	{ "{% raw %}{% endra %}", "t:1:10: \"endraw\" is missing" },
	{ "{% doc %}", "t:1:10: \"enddoc\" is missing" },
	{ "{% liquid\n raw\n endraw %}", "t:2:2: \"raw\" cannot stand in \"liquid\"" },
	{ "{% liquid\n if a\n %}", "t:2:2: \"if\" is not closed" },
	{ "{% liquid\n echo a | nope\n %}", "t:2:11: unknown filter \"nope\"" },
	{ "{% if %}{% endif %}", "t:1:7: a value is missing" },
	{ "{% if a == %}{% endif %}", "t:1:12: a value is missing" },
	{ "{% if a b %}{% endif %}", "t:1:9: unexpected \"b\"" },
	{ "{% if a and %}{% endif %}", "t:1:13: a value is missing" },
	{ "{% case a %}x{% when 1 %}{% endcase %}",
	  "t:1:17: output before the first \"when\" is not allowed" },
	{ "{% case a %}{% when 1 and 2 %}{% endcase %}", "t:1:23: unexpected \"and\"" },
	{ "{% for x of a %}{% endfor %}", "t:1:10: \"in\" is missing" },
	{ "{% for x in a foo: 1 %}{% endfor %}", "t:1:15: unexpected \"foo\"" },
	{ "{% for x in a cols: 1 %}{% endfor %}", "t:1:15: unexpected \"cols\"" },
	{ "{% assign x 1 %}", "t:1:13: \"=\" was expected before \"1\"" },
	{ "{% assign 1 = 1 %}", "t:1:11: a name was expected before \"1\"" },
	{ "{% increment %}", "t:1:14: a name is missing" },
	{ "{% cycle %}", "t:1:10: a value is missing" },
	{ "{% break 1 %}", "t:1:10: unexpected \"1\"" },
	{ "{%# a\n b %}", "t:2:2: a line of a comment without its \"#\"" },
	{ "{{ a | }}", "t:1:8: a filter is missing" },
	{ "{{ a | nope }}", "t:1:8: unknown filter \"nope\"" },
	{ "{{ a | upcase: 1 }}", "t:1:8: filter \"upcase\" takes 0 arguments, not 1" },
	{ "{{ a | append }}", "t:1:8: filter \"append\" takes 1 argument, not 0" },
	{ "{{ a | slice: 1, 2, 3 }}", "t:1:8: filter \"slice\" takes 1 to 2 arguments, not 3" },
	{ "{{ a | default: 1, foo: 2 }}", "t:1:20: filter \"default\" knows no \"foo\"" },
	{ "{{ 'a }}", "t:1:4: a text without its closing quote" },
	{ "{{ a; }}", "t:1:5: unexpected character \";\"" },
	{ "{{ a ä }}", "t:1:6: unexpected character \"ä\"" },
	{ "{{ a[1 }}", "t:1:8: \"]\" is missing" },
	{ "{{ (1..2 }}", "t:1:10: \")\" is missing" },
	{ "{{ (1 2) }}", "t:1:7: \"..\" was expected before \"2\"" },
	{ "{{ a. }}", "t:1:7: a name is missing" },
	{ "{{ 9223372036854775808 }}", "t:1:4: a number beyond 64 bits" },
	{ "\xff", "t:1:1: not UTF-8" },
	{ "a\xe0\x80\x80", "t:1:2: not UTF-8" },
	{ "\xed\xa0\x80", "t:1:1: not UTF-8" },
	{ "\xf4\x90\x80\x80", "t:1:1: not UTF-8" },
	{ "\xc3", "t:1:1: not UTF-8" },
	{ "{{ -9223372036854775808 | divided_by: -1 }}", "t:1:27: a number beyond 64 bits" },
	{ "{{ -9223372036854775808 | abs }}", "t:1:27: a number beyond 64 bits" },
	{ "{{ 1 | divided_by: 0 }}", "t:1:8: divided by 0" },
	{ "{{ 1 | modulo: 0.0 }}", "t:1:8: divided by 0" },
	{ "x {{ big | plus: 1 }}", "t:1:12: a number beyond 64 bits" },
	{ "{{ big | times: 2 }}", "t:1:10: a number beyond 64 bits" },
	{ "{{ s | slice: 'x' }}", "t:1:8: expected an integer" },
	{ "{% if s > 1 %}{% endif %}", "t:1:7: a text and a number cannot be compared with \">\"" },
	{ "{{ mixed | sort }}", "t:1:12: items of different kinds cannot be sorted" },
	{ "{{ a | map: 'x' }}", "t:1:8: an item has no members by that name" },
	{ "{{ a | concat: s }}", "t:1:8: \"concat\" needs a list" },
	{ "{{ a | money }}", "t:1:8: \"money\" needs an amount with a currency" },
	{ "{{ half | money }}", "t:1:11: \"money\" needs an amount with a currency, both as text" },
	{ "{{ bad | money }}", "t:1:10: \"1,5\" is not an amount of money" },
	{ "{{ none | money }}", "t:1:11: \"euro\" is not a currency code" },
	{ "{{ eur }}", "t:1:4: an amount with a currency is printed with \"| money\"" },
	{ "{{ eur | times: 2 }}", "t:1:10: an amount with a currency is printed with \"| money\"" },
	{ "{{ eur | times: 1.5 }}", "t:1:10: an amount of money needs a whole number here" },
	{ "{{ bad | times: 2 }}", "t:1:10: an amount of money needs a whole number here" },
	{ "{{ eur | divided_by: 0 }}",
	  "t:1:10: an amount of money can be divided by a number above 0" },
	{ "{{ eur | plus: 1 }}",
	  "t:1:10: only an amount of money can be added to, or subtracted from, another" },
	{ "{% for x in (1..20000) %}{% assign y = eur | times: 2 %}{% endfor %}",
	  "t:1:46: more than 8388608 bytes of working memory" },
	{ "{{ 2 | times: eur }}",
	  "t:1:8: an amount with a currency is not a number: use its amount" },
	{ "{% if eur > 1 %}{% endif %}",
	  "t:1:7: an amount with a currency is not a number: use its amount" },
	{ "{{ binary | base64_decode }}", "t:1:13: the result of \"base64_decode\" is not text" },
	{ "{{ s | base64_url_safe_decode }}{{ 'x' | base64_decode }}",
	  "t:1:8: the result of \"base64_url_safe_decode\" is not text" },
	{ "{{ percent | url_decode }}", "t:1:14: the result of \"url_decode\" is not text" },
	{ "{% for x in a limit: s %}{% endfor %}", "t:1:22: expected an integer" },
};

static void
errors(const json_t *context)
{
	struct liquid_options opt = { 0 };
	size_t i;

	for (i = 0; i < COUNT(wrong); i++) {
		struct str out = STR_MAX(FILE_MAX);
		bool ok = !render(wrong[i].text, context, &opt, &out)
		    && !strcmp(str_text(&out), wrong[i].error);

		tap_ok(ok, wrong[i].error);
		if (!ok)
			printf("# got %s\n", str_text(&out));
		str_free(&out);
	}
}

static void
repeat(struct str *s, const char *text, int n)
{
	while (n-- > 0)
		str_puts(s, text);
}

/* The text must fail with an error that ends so. */
static void
over(const struct str *text, const json_t *context, const struct liquid_options *opt,
    const char *want)
{
	struct str out = STR_MAX(4 * FILE_MAX);
	bool ok = !render(str_text(text), context, opt, &out) && strstr(str_text(&out), want);

	tap_ok(ok, want);
	if (!ok)
		printf("# got %.200s\n", str_text(&out));
	str_free(&out);
}

static void
limit(const char *before, const char *each, int n, const char *after, const char *want)
{
	struct liquid_options opt = { .output_max = 1000 };
	struct str s = STR_MAX(FILE_MAX);

	str_puts(&s, before);
	repeat(&s, each, n);
	str_puts(&s, after);
	over(&s, NULL, &opt, want);
	str_free(&s);
}

static void
limits(void)
{
	limit("", "x", 262145, "", "t:1:1: a template of more than 262144 bytes");
	limit("", "{% if a %}", 65, "", "t:1:644: nested deeper than 64 levels");
	limit("{{ ", "[", 70, "", "\"{{\" is not closed");
	limit("{{ ", "[", 70, "}}", "nested deeper than 64 levels");
	limit("{{ '", "x", 8192, "' }}", "t:1:3: an expression of more than 8192 bytes");
	limit("{% assign x = '", "x", 8192, "' %}", "an expression of more than 8192 bytes");
	limit("{{ a", "|upcase", 33, "}}", "t:1:229: more than 32 filters");
	limit("{{ a | default: 1", ", 1", 8, "}}", "more than 8 arguments");
	limit("", "x", 1001, "", "more than 1000 bytes of output");
	limit("{% for i in (1..99999999999) %}", "", 0, "{% endfor %}", "more than 200000 steps");
	limit("{{ (1..99999999999) | join }}", "", 0, "", "more than 200000 steps");
	limit("{% assign x = 'xxxxxxxx' %}", "{% assign x = x | append: x %}", 30, "",
	    "more than 8388608 bytes of working memory");
	limit("{% assign x = 'xxxxxxxx' %}", "{% assign x = x | append: x %}", 10,
	    "{% for i in (1..2000) %}{% assign y = x | upcase %}{% endfor %}",
	    "t:1:370: more than 8388608 bytes of working memory");
	limit("{% for i in (1..300) %}{% for j in (1..300) %}", "{% assign x = 1 %}", 3,
	    "{% endfor %}{% endfor %}", "more than 200000 steps");
}

static void
names(void)
{
	struct liquid_options opt = { 0 };
	struct str s = STR_MAX(FILE_MAX);
	int i;

	for (i = 0; i <= LIQUID_NAMES_MAX; i++)
		str_printf(&s, "{{ v%d }}", i);
	over(&s, NULL, &opt, "more than 1024 names of variables");
	str_free(&s);
}

static void
steps(void)
{
	struct liquid_options few = { .steps_max = 50 }, more = { .steps_max = 500 };
	struct str s = STR_MAX(FILE_MAX), out = STR_MAX(FILE_MAX);

	str_puts(&s, "{% for i in (1..60) %}{{ i }}{% endfor %}");
	over(&s, NULL, &few, "more than 50 steps");
	tap_ok(render(str_text(&s), NULL, &more, &out), "as many steps as it takes");
	str_cut(&out, 0);
	few = (struct liquid_options){ .output_max = 20 };
	tap_ok(render("{% for i in (1..9) %}{% capture x %}a few bytes{% endcapture %}{% endfor %}"
	    "ok", NULL, &few, &out) && !strcmp(str_text(&out), "ok"), "a capture is no output");
	str_free(&s);
	str_free(&out);
}

static void
small_out(void)
{
	struct liquid_options opt = { 0 };
	struct str out = STR_MAX(10);
	struct err e = { 0 };
	struct liquid *doc;
	bool ok = liquid_compile(&doc, "t", "0123456789{{ 'x' }}", 19, &e)
	    && !liquid_render(doc, NULL, &opt, &out, &e) && strstr(e.text, "bytes of output");

	tap_ok(ok && e.kind == ERR_CONFIG, "the limit of the caller's text");
	liquid_free(doc);
	str_free(&out);
}

static void
kinds(void)
{
	struct liquid_options opt = { 0 };
	struct str out = STR_MAX(FILE_MAX);
	struct err e = { 0 };
	struct liquid *doc;
	bool ok;

	ok = !liquid_compile(&doc, "t", "{{", 2, &e) && e.kind == ERR_CONFIG && doc == NULL;
	tap_ok(ok, "what is wrong with a template is ERR_CONFIG");
	ok = liquid_compile(&doc, "t", "{{ 1 | divided_by: x }}", 23, &e)
	    && !liquid_render(doc, NULL, &opt, &out, &e) && e.kind == ERR_CONFIG;
	tap_ok(ok, "what it cannot do with the data is too");
	liquid_free(doc);
	ok = !liquid_compile(&doc, "t", "a\0b", 3, &e) && !strcmp(e.text, "t:1:2: a NUL byte");
	tap_ok(ok, "a NUL byte");
	liquid_free(NULL);
	str_free(&out);
}

static void
tell(void *to, const char *dotted, const char *partial UNUSED, int line, int column)
{
	str_printf(to, "%s %d:%d\n", dotted, line, column);
}

static void
variables(void)
{
	static const char text[] =
	    "{{ customer.first_name | default: store.name }}\n"
	    "{% for item in cart.items %}{{ item.title }}{{ forloop.index }}{{ x }}{% endfor %}\n"
	    "{% assign x = cart.items[0].title %}{{ x }}{{ cart.items.size }}{{ m['a'].b[k] }}\n"
	    "{% capture y %}{{ y }}{% endcapture %}{{ y }}{{ item }}{% if coupon %}{% endif %}\n"
	    "{% increment n %}{{ n }}{{ nil }}{{ (1..last) | join: sep }}";
	static const char want[] =
	    "customer.first_name 1:4\nstore.name 1:35\ncart.items 2:16\nx 2:67\ncart.items 3:15\n"
	    "cart.items 3:47\nm.a.b 3:68\nk 3:77\ny 4:19\nitem 4:49\ncoupon 4:62\nlast 5:41\n"
	    "sep 5:55\n";
	struct str got = STR_MAX(4096);
	struct err e = { 0 };
	struct liquid *doc;

	if (liquid_compile(&doc, "t", text, strlen(text), &e))
		liquid_each_variable(doc, tell, &got);
	tap_ok(!strcmp(str_text(&got), want), "variables a template reads");
	if (strcmp(str_text(&got), want))
		printf("# got %s%s\n", str_text(&got), e.text);
	liquid_free(doc);
	str_free(&got);
}

static void
again(void)
{
	struct liquid_options opt = { 0 };
	struct str out = STR_MAX(FILE_MAX);
	struct err e = { 0 };
	struct liquid *doc;
	bool ok = liquid_compile(&doc, "t", "{% increment n %}{% cycle 1, 2 %}", 33, &e)
	    && liquid_render(doc, NULL, &opt, &out, &e)
	    && liquid_render(doc, NULL, &opt, &out, &e);

	tap_ok(ok && !strcmp(str_text(&out), "0101"), "a run leaves nothing to the next");
	liquid_free(doc);
	str_free(&out);
}

int
main(void)
{
	struct err e = { 0 };
	json_t *context;

	if (!value_read(&context, data, strlen(data), &e)) {
		printf("Bail out! %s\n", e.text);
		return 1;
	}
	errors(context);
	limits();
	names();
	steps();
	small_out();
	kinds();
	variables();
	again();
	value_free(context);
	return tap_done();
}
