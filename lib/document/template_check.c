/* template_check.c: check a part of a template and report errors at their place in the file. */
#include <stdlib.h>
#include <string.h>

#include "text/nearest.h"
#include "text/utf8.h"
#include "document/template_file.h"
#include "liquid/liquid.h"
#include "rule/variable.h"

struct part {
	const struct document *document;
	const struct yaml *at;
	const char *key;
	struct err *e;
	bool ok;
	int what;			/* TEMPLATE_MAIL, TEMPLATE_PART */
	bool optout, address;		/* whether it reads these */
};

static const char *
template_check_line_of(const char *text, int line)
{
	while (--line > 0 && (text = strchr(text, '\n')) != NULL)
		text++;
	return text ? text : "";
}

/* Columns count characters, not bytes. */
static const char *
column_of(const char *s, int column)
{
	while (--column > 0 && *s)
		do
			s++;
		while (((unsigned char)*s & 0xc0) == 0x80);
	return s;
}

/* In a block scalar ("|") each line of the text is a line of the file, with its indent
   removed. In other styles the place is counted from the first line. After an escape or a
   folded line the column is an estimate. */
static void
template_check_place(const struct part *p, int *line, int *column)
{
	const char *start = column_of(template_check_line_of(p->document->text, yaml_line(p->at)),
	    yaml_column(p->at));
	const char *s;

	if (*start != '|') {
		*column += *line == 1 ? yaml_column(p->at) - 1 + yaml_quoted(p->at) : 0;
		*line += yaml_line(p->at) - 1;
		return;
	}
	for (s = strchr(start, '\n'); s && (s[1] == '\n' || s[1] == '\r'); s = strchr(s + 1, '\n'))
		;
	*column += s ? (int)strspn(s + 1, " ") : 0;
	*line += yaml_line(p->at);
}

static bool
template_check_fail(const struct part *p, int line, int column, const char *what)
{
	template_check_place(p, &line, &column);
	return err_set(p->e, ERR_CONFIG, "%s:%d:%d: %s of %s \"%s\": %s",
	    yaml_file(p->at), line, column, p->key, document_kinds[p->document->kind],
	    yaml_text(yaml_at(p->document->root, 0)), what);
}

/* Turns "LINE:COLUMN: what" of the part into a place in the file. */
static bool
fail_compile(const struct part *p, const char *text)
{
	char *end;
	long line = strtol(text, &end, 10), column = 1;

	if (*end == ':')
		column = strtol(end + 1, &end, 10);
	if (*end == ':' && end[1] == ' ')
		text = end + 2;
	return template_check_fail(p, (int)(line > 0 ? line : 1), (int)column, text);
}

/* design.KEY: the template's own design has the key. */
static bool
template_check_design(const struct part *p, const char *dotted)
{
	return !strncmp(dotted, "design.", 7)
	    && yaml_get(yaml_get(p->document->root, "design_config"), dotted + 7);
}

static void
template_check_variable(void *arg, const char *dotted, const char *partial, int line, int column)
{
	struct part *p = arg;
	struct str what = STR_MAX(512);
	struct nearest near = { 0 };
	char plain[VARIABLE_MAX];
	size_t i;

	p->optout = p->optout || !strcmp(dotted, "links.unsubscribe");
	p->address = p->address || !strcmp(dotted, "store.address");
	if (!p->ok || p->what & TEMPLATE_PART || variable_known(dotted)
	    || template_check_design(p, dotted))
		return;
	if (variable_plain(dotted, plain))
		near.wanted = plain;
	for (i = 0; near.wanted && variable_at(i); i++)
		nearest_try(&near, variable_at(i));
	if (partial)
		str_printf(&what, "%.100s: ", partial);
	str_printf(&what, "no message has the variable \"%.200s\"", dotted);
	p->ok = template_check_fail(p, line, column, str_text(&what));
	if (nearest_name(&near))
		err_hint(p->e, "the nearest is %s", nearest_name(&near));
	str_free(&what);
}

/* Laws such as 15 U.S.C. 7704(a) require both in each commercial mail, whichever part is shown. */
static bool
template_check_footer(const struct part *p)
{
	if (!p->optout) {
		template_check_fail(p, 1, 1, "it has no link to unsubscribe");
		return err_hint(p->e, "add {{ links.unsubscribe }}");
	}
	if (p->address)
		return true;
	template_check_fail(p, 1, 1, "it has no postal address");
	return err_hint(p->e, "add {{ store.address }}, a setting of the store");
}

/* Mail programs, and the proxies that fetch pictures for them, refuse http; a link by http can be
   changed on its way. In a text, each address is a link. */
static bool
template_check_https(const struct part *p, const char *text)
{
	static const struct { const char *start, *what; } starts[] = {
		{ "src=\"http:", "a picture by http" }, { "src='http:", "a picture by http" },
		{ "src=http:", "a picture by http" }, { "url(http:", "a picture by http" },
		{ "url('http:", "a picture by http" }, { "url(\"http:", "a picture by http" },
		{ "href=\"http:", "a link by http" }, { "href='http:", "a link by http" },
		{ "href=http:", "a link by http" }, { "http://", "a link by http" },
	};
	const size_t count = strcmp(p->key, "html") ? COUNT(starts) : COUNT(starts) - 1;
	const char *at = NULL, *line = text, *end;
	size_t i;
	int n = 1;

	for (i = 0; at == NULL && i < count; i++)
		at = strcasestr(text, starts[i].start);
	if (at == NULL)
		return true;
	for (; (end = memchr(line, '\n', (size_t)(at - line))) != NULL; line = end + 1)
		n++;
	template_check_fail(p, n, 1 + (int)utf8_chars(line, (size_t)(at - line)), starts[i - 1].what);
	return err_hint(p->e, "use https");
}

bool
template_check(const struct document *d, const char *key, int what,
    const struct liquid_partials *partials, struct err *e)
{
	struct part p = { .document = d, .at = yaml_get(d->root, key), .key = key, .e = e, .ok = true,
	    .what = what };
	const char *text = yaml_text(p.at);
	struct err why = { 0 };
	struct liquid *liquid;

	if (!liquid_compile_with(&liquid, "", text, strlen(text), partials, &why)) {
		if (why.kind == ERR_CONFIG)
			return fail_compile(&p, *why.text == ':' ? why.text + 1 : why.text);
		*e = why;
		return false;
	}
	liquid_each_variable(liquid, template_check_variable, &p);
	liquid_free(liquid);
	return p.ok && (!(what & TEMPLATE_MAIL) || template_check_footer(&p))
	    && template_check_https(&p, text);
}
