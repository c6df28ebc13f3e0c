/* value.c: build and inspect JSON values; wraps jansson. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/value.h"

#define PATH_PART_MAX 64
#define WHOLE_MAX 9007199254740992.0	/* a double represents all whole numbers up to here */

void
value_free(json_t *v)
{
	json_decref(v);
}

json_t *
value_hold(json_t *v)
{
	return json_incref(v);
}

void
value_wipe(const json_t *v)
{
	if (json_is_string(v))
		explicit_bzero(mem_foreign(json_string_value(v)), json_string_length(v));
}

enum value_kind
value_kind(const json_t *v)
{
	if (v == NULL)
		return VALUE_NONE;
	switch (json_typeof(v)) {
	case JSON_OBJECT:  return VALUE_MAP;
	case JSON_ARRAY:   return VALUE_LIST;
	case JSON_STRING:  return VALUE_TEXT;
	case JSON_INTEGER: return VALUE_INT;
	case JSON_REAL:    return VALUE_REAL;
	case JSON_TRUE:
	case JSON_FALSE:   return VALUE_BOOL;
	default:           return VALUE_NULL;
	}
}

const char *
value_text(const json_t *v)
{
	return json_string_value(v);
}

size_t
value_length(const json_t *v)
{
	return json_string_length(v);
}

int64_t
value_int(const json_t *v)
{
	return json_integer_value(v);
}

double
value_real(const json_t *v)
{
	return json_number_value(v);
}

bool
value_whole(const json_t *v, int64_t *out)
{
	double real = value_real(v);

	if (value_kind(v) == VALUE_INT)
		*out = value_int(v);
	else if (value_kind(v) != VALUE_REAL || !(real >= -WHOLE_MAX && real <= WHOLE_MAX)
	    || (double)(int64_t)real != real)
		return false;
	else
		*out = (int64_t)real;
	return true;
}

bool
value_true(const json_t *v)
{
	return json_is_true(v);
}

size_t
value_count(const json_t *v)
{
	return json_is_array(v) ? json_array_size(v) : json_object_size(v);
}

json_t *
value_at(const json_t *list, size_t i)
{
	return json_array_get(list, i);
}

json_t *
value_get(const json_t *map, const char *key)
{
	return json_object_get(map, key);
}

json_t *
value_path(const json_t *v, const char *dotted)
{
	char part[PATH_PART_MAX];

	while (v && *dotted) {
		size_t n = strcspn(dotted, ".");

		if (n >= sizeof part)
			return NULL;
		memcpy(part, dotted, n);
		part[n] = '\0';
		v = json_object_get(v, part);
		if (dotted[n] == '\0')
			break;
		dotted += n + 1;
	}
	return mem_foreign(v);
}

void *
value_first(const json_t *map)
{
	return json_object_iter(mem_foreign(map));
}

void *
value_next(const json_t *map, void *i)
{
	return json_object_iter_next(mem_foreign(map), i);
}

const char *
value_key(void *i)
{
	return json_object_iter_key(i);
}

json_t *
value_of(void *i)
{
	return json_object_iter_value(i);
}

json_t *
value_map(void)
{
	return json_object();
}

json_t *
value_list(void)
{
	return json_array();
}

json_t *
value_new_null(void)
{
	return json_null();
}

json_t *
value_new_text(const char *text)
{
	return json_string(text);
}

json_t *
value_new_textn(const char *text, size_t n)
{
	return json_stringn(text, n);
}

json_t *
value_new_int(int64_t n)
{
	return json_integer(n);
}

json_t *
value_new_bool(bool yes)
{
	return json_boolean(yes);
}

void
value_set(json_t *map, const char *key, json_t *v)
{
	if (v)
		json_object_set_new(map, key, v);
}

void
value_set_text(json_t *map, const char *key, const char *text)
{
	if (text)
		value_set(map, key, json_string(text));
}

void
value_add(json_t *list, json_t *v)
{
	if (v)
		json_array_append_new(list, v);
}

static int
value_put(const char *bytes, size_t n, void *to)
{
	str_add(to, bytes, n);
	return 0;
}

void
value_print(struct str *s, const json_t *v, bool sorted)
{
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;

	json_dump_callback(v, value_put, s, sorted ? flags | JSON_SORT_KEYS : flags);
}

/* The bytes at the start that need no escape. Eight at a time: the HTML of a mail is long. */
static size_t
value_plain(const char *text, size_t n)
{
	const uint64_t ones = UINT64_MAX / 255, tops = ones * 0x80;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		uint64_t w, quote, back;

		memcpy(&w, text + i, 8);
		quote = w ^ ones * '"';
		back = w ^ ones * '\\';
		/* a byte below 0x20, or one that is 0 after the xor, borrows into its top bit */
		if ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((back - ones) & ~back)) & tops)
			break;
	}
	while (i < n && (unsigned char)text[i] >= 0x20 && text[i] != '"' && text[i] != '\\')
		i++;
	return i;
}

void
value_quote(struct str *s, const char *text, size_t n)
{
	const char *from = text, *end = text + n;

	str_room(s, n + n / 8);
	str_putc(s, '"');
	for (; text < end; text++) {
		unsigned char c;

		text += value_plain(text, (size_t)(end - text));
		if (text == end)
			break;
		c = (unsigned char)*text;
		str_add(s, from, (size_t)(text - from));
		from = text + 1;
		if (c == '\n')
			str_puts(s, "\\n");
		else if (c < 0x20)
			str_printf(s, "\\u%04x", c);
		else {
			str_putc(s, '\\');
			str_putc(s, (char)c);
		}
	}
	str_add(s, from, (size_t)(text - from));
	str_putc(s, '"');
}
