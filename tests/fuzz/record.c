/* record.c: any bytes as a record: taken whole within its limits, or refused with a reason. */
#include <stdlib.h>
#include <string.h>

#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What the rest of crt relies on without looking again. */
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
		if (c->cart->items[i].quantity < 1)
			return false;
	return value_span(line, n, "data.cart.items", &at, &len) && *at == '[';
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
	value_free(r.json);
	arena_free(&arena);
	return 0;
}
