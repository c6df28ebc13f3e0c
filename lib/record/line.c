/* line.c: write a record, one member after another. */
#include <inttypes.h>
#include <string.h>

#include "record/line.h"
#include "record/money.h"

static void
line_member(struct str *s, const char *name)
{
	if (s->len && s->data[s->len - 1] != '{')
		str_putc(s, ',');
	str_putc(s, '"');
	str_puts(s, name);
	str_add(s, "\":", 2);
}

void
line_text(struct str *s, const char *name, const char *text)
{
	if (text == NULL)
		return;
	line_member(s, name);
	value_quote(s, text, strlen(text));
}

void
line_int(struct str *s, const char *name, int64_t n)
{
	line_member(s, name);
	str_printf(s, "%" PRId64, n);
}

void
line_bool(struct str *s, const char *name, bool yes)
{
	line_member(s, name);
	str_puts(s, yes ? "true" : "false");
}

void
line_time(struct str *s, const char *name, crt_time t)
{
	char text[CLOCK_TEXT];

	line_text(s, name, clock_print(t, text));
}

void
line_money(struct str *s, const char *name, int64_t minor, const char *currency)
{
	char amount[MONEY_TEXT];

	line_enter(s, name);
	line_text(s, "amount", money_print(minor, currency, amount));
	line_text(s, "currency", currency);
	line_leave(s);
}

void
line_raw(struct str *s, const char *name, const char *json, size_t n)
{
	if (json == NULL)
		return;
	line_member(s, name);
	str_add(s, json, n);
}

void
line_enter(struct str *s, const char *name)
{
	line_member(s, name);
	str_putc(s, '{');
}

void
line_leave(struct str *s)
{
	str_putc(s, '}');
}

void
line_cart(struct str *s, const struct line_cart *c)
{
	line_enter(s, "cart");
	line_text(s, "id", c->id);
	line_text(s, "url", c->url);
	line_text(s, "currency", c->currency);
	if (c->has_value)
		line_money(s, "total", c->value, c->currency);
	line_raw(s, "items", c->items, c->n);
	line_leave(s);
}

void
line_open(struct str *s, const struct line_head *h)
{
	str_puts(s, "{\"specversion\":\"1.0\"");
	line_text(s, "id", h->id);
	line_member(s, "source");
	str_printf(s, "\"/stores/%s\"", h->store);
	line_text(s, "type", record_type(h->kind));
	line_time(s, "time", h->time);
	line_text(s, "subject", h->subject);
	line_text(s, "correlationid", h->correlation);
	line_enter(s, "data");
}

void
line_end(struct str *s)
{
	str_add(s, "}}", 2);
}
