/* array.c: build a PostgreSQL array of many values for one statement parameter. */
#include <string.h>

#include "db/array.h"

void
array_open(struct array *a)
{
	*a = (struct array){ .text = STR_MAX(ARRAY_BYTES_MAX) };
}

void
array_add(struct array *a, const char *value)
{
	if (a->n == 0)
		str_cut(&a->text, 0);
	str_putc(&a->text, a->n++ ? ',' : '{');
	if (value == NULL) {
		str_puts(&a->text, "NULL");
		return;
	}
	str_putc(&a->text, '"');
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			str_putc(&a->text, '\\');
		str_putc(&a->text, *value);
	}
	str_putc(&a->text, '"');
}

const char *
array_param(struct array *a)
{
	if (a->n == 0) {
		str_cut(&a->text, 0);
		str_putc(&a->text, '{');
	}
	str_putc(&a->text, '}');
	a->n = 0;
	return str_text(&a->text);
}

void
array_free(struct array *a)
{
	str_free(&a->text);
}
