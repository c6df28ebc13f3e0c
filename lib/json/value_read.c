/* value_read.c: parse text that follows the line rules. */
#include <ctype.h>
#include <string.h>

#include "json/value.h"
#include "json/value_mend.h"

/*
 * The length of the number here; 0: no column could store it. jansson reads 1e-20000 as 0, but
 * PostgreSQL's numeric overflows on it.
 */
static size_t
number_digits(const char *s, size_t len)
{
	size_t n = 0, digits = 0;
	bool power = false;

	for (; n < len && (isdigit((unsigned char)s[n]) || strchr("+-.eE", s[n])); n++) {
		power |= s[n] == 'e' || s[n] == 'E';
		digits += power && isdigit((unsigned char)s[n]);
	}
	return n > VALUE_NUMBER_MAX || digits > VALUE_POWER_MAX ? 0 : n;
}

/* Checks depth and numbers before parsing, because jansson's own limits are far higher. */
static bool
value_read_modest(const char *s, size_t len, bool numbers, struct err *e)
{
	size_t i, n, depth = 0;

	for (i = 0; i < len; i++) {
		char c = s[i];

		if (c == '"')
			i = (size_t)(value_string_end(s + i + 1, s + len) - s);
		else if ((c == '{' || c == '[') && ++depth > VALUE_DEPTH_MAX)
			return err_set(e, ERR_INPUT, "deeper than %d levels", VALUE_DEPTH_MAX);
		else if (c == '}' || c == ']')
			depth -= depth > 0;
		else if (numbers && (c == '-' || isdigit((unsigned char)c))) {
			n = number_digits(s + i, len - i);
			if (n == 0)
				return err_set(e, ERR_INPUT, "a number of more than %d bytes, or "
				    "an exponent of more than %d", VALUE_NUMBER_MAX, VALUE_POWER_MAX);
			i += n - 1;
		}
	}
	return true;
}

bool
value_modest(const char *s, size_t len, bool numbers, struct err *e)
{
	if (len > VALUE_BYTES_MAX)
		return err_set(e, ERR_INPUT, "longer than %zu bytes", VALUE_BYTES_MAX);
	if (len >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		return err_set(e, ERR_INPUT, "starts with a byte order mark");
	if (len && memchr(s, '\0', len))
		return err_set(e, ERR_INPUT, "holds a NUL byte");
	return value_read_modest(s, len, numbers, e);
}

/* Replaces the errors of jansson that name its own options; NULL: its text is plain. */
static const char *
jansson_error_text(const json_error_t *why)
{
	switch (json_error_code(why)) {
	case json_error_invalid_utf8:
		return "a byte that is not UTF-8";
	case json_error_premature_end_of_input:
		return "it ends too early";
	case json_error_end_of_input_expected:
		return "more text follows the value";
	case json_error_null_character: case json_error_null_byte_in_key:
		return "a NUL, written as \\u0000";
	case json_error_duplicate_key:
		return "a duplicate member";
	case json_error_stack_overflow:
		return "nested too deeply";
	default:
		return NULL;
	}
}

bool
value_error(const json_error_t *why, struct err *e)
{
	const char *quote = strstr(why->text, " near '"), *words = jansson_error_text(why);

	if (words)
		return err_set(e, ERR_INPUT, "not JSON: %s at byte %d", words, why->position);
	return err_set(e, ERR_INPUT, "not JSON: %.*s at byte %d",
	    (int)(quote ? (size_t)(quote - why->text) : strlen(why->text)), why->text, why->position);
}

/* A number that is too large becomes a text, so only its member is unreadable. */
static json_t *
value_read_large(const char *text, size_t len, json_error_t *why)
{
	struct str s = STR_MAX(4 * VALUE_BYTES_MAX);
	json_t *v;

	value_quote_numbers(&s, text, len, false);
	v = json_loadb(str_text(&s), s.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, why);
	str_free(&s);
	return v;
}

bool
value_read(json_t **out, const char *text, size_t len, struct err *e)
{
	json_error_t why;

	*out = NULL;
	if (!value_modest(text, len, true, e))
		return false;
	*out = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (*out == NULL && json_error_code(&why) == json_error_numeric_overflow)
		*out = value_read_large(text, len, &why);
	return *out != NULL || value_error(&why, e);
}
