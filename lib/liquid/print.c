/* print.c: print values as text, escaped if necessary. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "liquid/parse.h"

static void print_value(struct str *, const struct liquid_value *, bool quoted, int depth);

static void
print_map(struct str *s, const json_t *map, int depth)
{
	void *i, *first = value_first(map);

	str_putc(s, '{');
	for (i = first; i; i = value_next(map, i)) {
		struct liquid_value v = liquid_wrap(value_of(i));

		if (i != first)
			str_puts(s, ", ");
		value_quote(s, value_key(i), strlen(value_key(i)));
		str_puts(s, "=>");
		print_value(s, &v, true, depth);
	}
	str_putc(s, '}');
}

static void
print_list(struct str *s, const struct liquid_value *v, bool quoted, int depth)
{
	size_t i, n = liquid_count(v);

	if (quoted)
		str_putc(s, '[');
	for (i = 0; i < n && !str_full(s); i++) {
		struct liquid_value item = liquid_item(v, i);

		if (quoted && i)
			str_puts(s, ", ");
		print_value(s, &item, quoted, depth);
	}
	if (quoted)
		str_putc(s, ']');
}

/* Print as Ruby's to_s does, or as inspect does if quoted, within a map. */
static void
print_value(struct str *s, const struct liquid_value *v, bool quoted, int depth)
{
	if (depth > 2 * VALUE_DEPTH_MAX || str_full(s))
		return;
	switch (v->kind) {
	case LIQUID_NIL:
		if (quoted)
			str_puts(s, "nil");
		break;
	case LIQUID_BOOL:
		str_puts(s, v->yes ? "true" : "false");
		break;
	case LIQUID_INT:
		str_printf(s, "%" PRId64, v->i);
		break;
	case LIQUID_REAL:
		liquid_print_real(s, v->d);
		break;
	case LIQUID_TEXT:
		(quoted ? value_quote : str_add)(s, v->text, v->n);
		break;
	case LIQUID_RANGE:
		str_printf(s, "%" PRId64 "..%" PRId64, v->range.from, v->range.to);
		break;
	case LIQUID_LIST:
	case LIQUID_JSON:
		print_list(s, v, quoted, depth + 1);
		break;
	case LIQUID_MAP:
		print_map(s, v->json, depth + 1);
		break;
	default:
		break;
	}
}

void
liquid_print(struct str *s, const struct liquid_value *v)
{
	print_value(s, v, false, 0);
}

bool
liquid_to_text(struct liquid_run *r, struct liquid_value *v)
{
	if (v->kind == LIQUID_TEXT)
		return true;
	if (v->kind == LIQUID_NIL || v->kind >= LIQUID_LOOP) {
		*v = liquid_of_text("", 0);
		return true;
	}
	liquid_print(liquid_scratch(r), v);
	return liquid_keep(r, v);
}

static const struct { const char *text; size_t n; } entities[] = {
	{ "", 0 }, { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 }, { "&quot;", 6 }, { "&#39;", 5 },
};
static const unsigned char entity_of[256] = {
	['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5,
};

static bool
print_escaped(struct liquid_run *r, const char *s, size_t n)
{
	const char *end = s + n, *from = s;

	for (; s < end; s++) {
		unsigned e = entity_of[(unsigned char)*s];

		if (e == 0)
			continue;
		if (!liquid_put(r, from, (size_t)(s - from))
		    || !liquid_put(r, entities[e].text, entities[e].n))
			return false;
		from = s + 1;
	}
	return liquid_put(r, from, (size_t)(s - from));
}

void
liquid_escape_into(struct str *to, const char *s, size_t n)
{
	const char *end = s + n, *from = s;

	for (; s < end; s++) {
		unsigned e = entity_of[(unsigned char)*s];

		if (e == 0)
			continue;
		str_add(to, from, (size_t)(s - from));
		str_add(to, entities[e].text, entities[e].n);
		from = s + 1;
	}
	str_add(to, from, (size_t)(s - from));
}

void
liquid_add_value(struct str *s, const struct liquid_value *v, bool escape)
{
	if (escape && !v->safe)
		liquid_escape_into(s, v->text, v->n);
	else
		str_add(s, v->text, v->n);
}

bool
liquid_put_value(struct liquid_run *r, struct liquid_value v)
{
	if (v.kind == LIQUID_INT) {
		char digits[24];

		return liquid_put(r, digits,
		    (size_t)snprintf(digits, sizeof digits, "%" PRId64, v.i));
	}
	if (v.kind == LIQUID_RANGE || v.kind == LIQUID_LIST || v.kind == LIQUID_JSON)
		if (!liquid_step(r, v.kind == LIQUID_RANGE ? 1 : liquid_count(&v)))
			return false;
	if (liquid_is_money(&v))
		return liquid_fail(r, "an amount with a currency is printed with \"| money\"");
	if (!liquid_to_text(r, &v))
		return false;
	if (r->opt->escape == LIQUID_HTML && !v.safe)
		return print_escaped(r, v.text, v.n);
	return liquid_put(r, v.text, v.n);
}
