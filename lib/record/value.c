/* value.c: JSON as values, over jansson. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/value.h"

#define PATH_PART_MAX 64
#define WHOLE_MAX 9007199254740992.0	/* a double tells whole numbers apart up to here */

/*
 * The bytes of the number that begins here; 0: no column would hold it.  jansson
 * makes 0 of 1e-20000 and passes it on; to PostgreSQL's numeric it is an overflow.
 */
static size_t
digits_of(const char *s, size_t len)
{
	size_t n = 0, digits = 0;
	bool power = false;

	for (; n < len && (isdigit((unsigned char)s[n]) || strchr("+-.eE", s[n])); n++) {
		power |= s[n] == 'e' || s[n] == 'E';
		digits += power && isdigit((unsigned char)s[n]);
	}
	return n > VALUE_NUMBER_MAX || digits > VALUE_POWER_MAX ? 0 : n;
}

/* Depth and numbers before parsing: jansson's own limits are far above ours. */
static bool
modest(const char *s, size_t len, struct err *e)
{
	size_t i, n, depth = 0;
	bool quoted = false;

	for (i = 0; i < len; i++) {
		char c = s[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"')
			quoted = true;
		else if ((c == '{' || c == '[') && ++depth > VALUE_DEPTH_MAX)
			return err_set(e, ERR_INPUT, "deeper than %d levels", VALUE_DEPTH_MAX);
		else if (c == '}' || c == ']')
			depth -= depth > 0;
		else if (c == '-' || isdigit((unsigned char)c)) {
			n = digits_of(s + i, len - i);
			if (n == 0)
				return err_set(e, ERR_INPUT, "a number of more than %d bytes, or "
				    "an exponent of more than %d", VALUE_NUMBER_MAX, VALUE_POWER_MAX);
			i += n - 1;
		}
	}
	return true;
}

static bool
plain(const char *s, size_t len, struct err *e)
{
	if (len > VALUE_BYTES_MAX)
		return err_set(e, ERR_INPUT, "longer than %zu bytes", VALUE_BYTES_MAX);
	if (len >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		return err_set(e, ERR_INPUT, "starts with a byte order mark");
	if (memchr(s, '\0', len))
		return err_set(e, ERR_INPUT, "holds a NUL byte");
	if (!modest(s, len, e))
		return false;
	return true;
}

static bool
parse(json_t **out, const char *text, size_t len, struct err *e)
{
	json_error_t why;

	*out = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	return *out != NULL || err_set(e, ERR_INPUT, "no JSON: %s at byte %d",
	    why.text, why.position);
}

bool
value_read(json_t **out, const char *text, size_t len, struct err *e)
{
	*out = NULL;
	return plain(text, len, e) && parse(out, text, len, e);
}

/* The number of RFC 8259 at s: its length, or 0. */
static size_t
number(const char *s, const char *end)
{
	const char *p = s;
	const char *part;

	if (p < end && *p == '-')
		p++;
	part = p;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	if (p == part || (p - part > 1 && *part == '0'))
		return 0;
	if (p < end && *p == '.') {
		for (part = ++p; p < end && *p >= '0' && *p <= '9'; p++)
			;
		if (p == part)
			return 0;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		for (part = p; p < end && *p >= '0' && *p <= '9'; p++)
			;
		if (p == part)
			return 0;
	}
	return (size_t)(p - s);
}

/* Put quotes around every number, so that it survives as it was written. */
static void
quote_numbers(struct str *out, const char *s, size_t len)
{
	const char *end = s + len, *from = s;
	bool quoted = false;

	str_room(out, len + len / 8);
	while (s < end) {
		size_t n;

		if (quoted && *s == '\\' && s + 1 < end)
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (!quoted && (n = number(s, end)) > 0) {
			str_add(out, from, (size_t)(s - from));
			str_putc(out, '"');
			str_add(out, s, n);
			str_putc(out, '"');
			from = s += n;
			continue;
		}
		s++;
	}
	str_add(out, from, (size_t)(s - from));
}

bool
value_read_exact(json_t **out, const char *text, size_t len, struct err *e)
{
	struct str s = STR_MAX(4 * VALUE_BYTES_MAX);
	bool ok = plain(text, len, e);

	*out = NULL;
	if (ok) {
		quote_numbers(&s, text, len);
		ok = parse(out, str_text(&s), s.len, e);
	}
	str_free(&s);
	return ok;
}

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

	while (v) {
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
	return (json_t *)(uintptr_t)v;
}

void *
value_first(const json_t *map)
{
	return json_object_iter((json_t *)(uintptr_t)map);
}

void *
value_next(const json_t *map, void *i)
{
	return json_object_iter_next((json_t *)(uintptr_t)map, i);
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
put(const char *bytes, size_t n, void *to)
{
	str_add(to, bytes, n);
	return 0;
}

void
value_print(struct str *s, const json_t *v, bool sorted)
{
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;

	json_dump_callback(v, put, s, sorted ? flags | JSON_SORT_KEYS : flags);
}

void
value_quote(struct str *s, const char *text, size_t n)
{
	const char *from = text, *end = text + n;

	str_room(s, n + n / 8);
	str_putc(s, '"');
	for (; text < end; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
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
