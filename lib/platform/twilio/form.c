/* form.c: read the fields of a form (application/x-www-form-urlencoded). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "platform/twilio/twilio.h"

/* Decodes in place; false: a percent sign without two digits, or a NUL. */
static bool
twilio_form_decode(char *text)
{
	char *out = text;

	for (; *text; text++) {
		if (*text != '%') {
			*out++ = *text == '+' ? ' ' : *text;
			continue;
		}
		if (hex_digit(text[1]) < 0 || hex_digit(text[2]) < 0)
			return false;
		*out = (char)(hex_digit(text[1]) << 4 | hex_digit(text[2]));
		if (*out++ == '\0')
			return false;
		text += 2;
	}
	*out = '\0';
	return true;
}

static int
twilio_form_order(const void *a, const void *b)
{
	const struct twilio_field *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->value, y->value);
}

static void
twilio_form_sort(struct twilio_form *f)
{
	size_t i, n = 0;

	if (f->n)
		qsort(f->field, f->n, sizeof *f->field, twilio_form_order);
	for (i = 0; i < f->n; i++)
		if (n == 0 || twilio_form_order(&f->field[n - 1], &f->field[i]))
			f->field[n++] = f->field[i];
	f->n = n;
}

bool
twilio_form_read(struct twilio_form *f, const char *body, size_t n)
{
	char *at, *next, *equals;

	f->n = 0;
	f->text = at = mem_dupn(body, n);
	if (strlen(at) != n)
		return false;
	for (; at && *at; at = next) {
		next = strchr(at, '&');
		if (next)
			*next++ = '\0';
		equals = strchr(at, '=');
		if (equals == NULL || f->n == TWILIO_FIELDS_MAX)
			return false;
		*equals = '\0';
		f->field[f->n++] = (struct twilio_field){ at, equals + 1 };
		if (!twilio_form_decode(at) || !twilio_form_decode(equals + 1))
			return false;
	}
	twilio_form_sort(f);
	return true;
}

void
twilio_form_free(struct twilio_form *f)
{
	free(f->text);
}

const char *
twilio_form_get(const struct twilio_form *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (!strcmp(f->field[i].name, name))
			return f->field[i].value;
	return NULL;
}
