/* record.c: any bytes as a record, an address, or a number: accepted within limits, or rejected. */
#include <stdlib.h>
#include <string.h>

#include "person/address.h"
#include "record/record.h"
#include "text/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What the rest of crt relies on without checking again. */
static bool
sound(const struct record *r, const char *line, size_t n)
{
	const struct record_cart_updated *c = r->data;
	const char *at;
	size_t i, len;

	if (r->kind >= RECORD_KINDS || !*r->id || !*r->store
	    || !value_span(line, n, "data", &at, &len) || *at != '{' || at[len - 1] != '}')
		return false;
	if (r->kind != RECORD_cart_updated)
		return true;
	for (i = 0; i < c->cart->nitems; i++)
		if (c->cart->items[i].quantity < 1 && c->cart->items[i].quantity != RECORD_NO_INT)
			return false;
	return c->cart->items == NULL
	    || (value_span(line, n, "data.cart.items", &at, &len) && *at == '[');
}

/* Normalizing an address twice changes nothing; mail goes only to ASCII after the @. */
static bool
one_form(const char *text, size_t n)
{
	char written[EMAIL_MAX + 1], norm[EMAIL_MAX + 1], again[EMAIL_MAX + 1], same[EMAIL_MAX + 1];
	char phone[PHONE_MAX + 2], dialed[PHONE_MAX + 2];
	const char *at;

	if (address_email(text, n, written, norm)) {
		at = strchr(written, '@');
		if (at == NULL || !unicode_ascii(at, strlen(at)) || strpbrk(written, " \r\n<>,;\"")
		    || !address_email(written, strlen(written), again, same) || strcmp(norm, same)
		    || !address_email(norm, strlen(norm), again, same) || strcmp(norm, same))
			return false;
	}
	return !address_phone(text, n, "DE", "1", phone) || (*phone == '+'
	    && strspn(phone + 1, "0123456789") == strlen(phone) - 1
	    && address_phone(phone, strlen(phone), NULL, NULL, dialed) && !strcmp(phone, dialed));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct record r;

	if (record_read(&r, line, size, &arena, &e) ? !sound(&r, line, size) : e.kind != ERR_INPUT)
		abort();
	if (!one_form(line, size))
		abort();
	value_free(r.json);
	arena_free(&arena);
	return 0;
}
