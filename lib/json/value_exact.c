/* value_exact.c: read a platform's JSON and keep the digits of its numbers. */
#include <string.h>

#include "json/value.h"
#include "json/value_mend.h"
#include "text/unicode.h"

/* Of duplicate members, the last one counts. */
static bool
value_exact_parse(json_t **out, const char *text, size_t len, struct value_mended *m, struct err *e)
{
	struct str s = STR_MAX(4 * VALUE_BYTES_MAX);
	json_error_t why;

	value_quote_numbers(&s, text, len, true);
	*out = json_loadb(str_text(&s), s.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (*out == NULL && json_error_code(&why) == json_error_duplicate_key) {
		value_mend_path(str_text(&s), (size_t)why.position, m->twice);
		*out = json_loadb(str_text(&s), s.len, JSON_DECODE_ANY, &why);
	}
	str_free(&s);
	return *out != NULL || value_error(&why, e);
}

bool
value_read_mended(json_t **out, const char *text, size_t len, struct value_mended *m,
    struct err *e)
{
	struct str s = STR_MAX(VALUE_BYTES_MAX);
	struct err why = { 0 }, still = { 0 };
	bool ok;

	*m = (struct value_mended){ 0 };
	*out = NULL;
	if (value_modest(text, len, false, &why) && value_exact_parse(out, text, len, m, &why))
		return true;
	ok = len <= VALUE_BYTES_MAX && value_mend(&s, text, len, m)
	    && value_modest(str_text(&s), s.len, false, &still)
	    && value_exact_parse(out, str_text(&s), s.len, m, &still);
	if (!ok)
		*e = why;
	str_free(&s);
	return ok;
}

bool
value_read_exact(json_t **out, const char *text, size_t len, struct err *e)
{
	struct value_mended ignored;

	return value_read_mended(out, text, len, &ignored, e);
}
