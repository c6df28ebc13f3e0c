/* str.c: growable byte strings with a fixed limit. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

#define FIRST 64

static bool
str_fits(const struct str *s, size_t n)
{
	return n <= s->max && s->len <= s->max - n;
}

static void
str_grow(struct str *s, size_t n)
{
	size_t want = s->len + n + 1;

	if (want <= s->cap)
		return;
	s->cap = want > 2 * s->cap ? want : 2 * s->cap;
	if (s->cap < FIRST)
		s->cap = FIRST;
	s->data = mem_grow(s->data, s->cap);
	s->data[s->len] = '\0';
}

static bool
str_grow_by(struct str *s, size_t n)
{
	s->full = s->full || !str_fits(s, n);
	if (!s->full)
		str_grow(s, n);
	return !s->full;
}

void
str_room(struct str *s, size_t n)
{
	if (str_fits(s, n))
		str_grow(s, n);
}

void
str_add(struct str *s, const char *bytes, size_t n)
{
	if (!str_grow_by(s, n))
		return;
	if (n)
		memcpy(s->data + s->len, bytes, n);
	s->len += n;
	s->data[s->len] = '\0';
}

void
str_puts(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void
str_putc(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void
str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0 && str_grow_by(s, (size_t)n)) {
		vsnprintf(s->data + s->len, (size_t)n + 1, fmt, again);
		s->len += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

void
str_cut(struct str *s, size_t len)
{
	if (len <= s->len && s->data) {
		s->len = len;
		s->data[len] = '\0';
	}
	s->full = false;
}

const char *
str_text(const struct str *s)
{
	return s->data ? s->data : "";
}

void
str_free(struct str *s)
{
	free(s->data);
	*s = (struct str){ .max = s->max };
}

void
str_wipe(struct str *s)
{
	if (s->data)
		explicit_bzero(s->data, s->cap);
	str_free(s);
}

bool
str_clean(const char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
			return false;
	return true;
}
