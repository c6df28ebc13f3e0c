/* field.c: read and check the fields of a document. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"

bool
field_unbuilt(const struct yaml *map, const char *const *keys, struct err *e)
{
	size_t i, k;

	for (i = 0; i < yaml_count(map); i++)
		for (k = 0; keys[k] && yaml_key_at(map, i); k++)
			if (!strcmp(keys[k], yaml_key_at(map, i))) {
				yaml_fail_key(map, i, e, "\"%s\" is not supported", keys[k]);
				return err_hint(e, "remove it: this version does not support it");
			}
	return true;
}

bool
field_need(const struct yaml *map, const char *key, const struct yaml **v, struct err *e)
{
	*v = yaml_get(map, key);
	return *v || yaml_fail(map, e, "\"%s\" is missing", key);
}

bool
field_line(const struct yaml *map, const char *key, size_t max, const char **out, struct err *e)
{
	const struct yaml *v;

	if (!field_need(map, key, &v, e))
		return false;
	*out = yaml_text(v);
	if (*out == NULL || **out == '\0' || strlen(*out) > max)
		return yaml_fail(v, e, "\"%s\" takes a text of 1 to %zu bytes", key, max);
	return str_clean(*out, strlen(*out))
	    || yaml_fail(v, e, "\"%s\" takes one line without control bytes", key);
}

bool
field_name(const struct yaml *map, const char *key, const char **out, struct err *e)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789";
	const char *p;

	if (!field_line(map, key, FIELD_NAME_MAX, out, e))
		return false;
	for (p = *out; *p; p++)
		if (!strchr(plain, *p) && (p == *out || !strchr("-_.", *p))) {
			yaml_fail(yaml_get(map, key), e, "\"%s\" is not a valid name", *out);
			return err_hint(e, "use letters, digits, \"-\", \"_\", and \".\"");
		}
	return true;
}

bool
field_int(const struct yaml *map, const char *key, int min, int max, bool percent, int *out,
    struct err *e)
{
	const struct yaml *v = yaml_get(map, key);
	const char *s = yaml_text(v);
	char *end;
	long n;

	if (v == NULL)
		return true;
	n = s ? strtol(s, &end, 10) : 0;
	if (s && percent && end != s && *end == '%')
		end++;
	if (s == NULL || *s < '0' || *s > '9' || *end || n < min || n > max)
		return yaml_fail(v, e, "\"%s\" takes a whole number from %d to %d%s", key, min, max,
		    percent ? ", in percent" : "");
	*out = (int)n;
	return true;
}

bool
field_duration(const struct yaml *map, const char *key, crt_time *out, struct err *e)
{
	const struct yaml *v = yaml_get(map, key);
	const char *s = yaml_text(v);

	if (v == NULL || (s && clock_read_duration(s, out) && *out > 0))
		return true;
	return yaml_fail(v, e, "\"%s\" takes a duration such as 30m, 24h, or 3d", key);
}

static size_t
field_alphanumeric(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}

/* Accepts the common shapes of BCP 47 language tags: "de", "pt-BR", "zh-Hant-TW". */
bool
field_locale(const struct yaml *map, const char *key, const char **out, struct err *e)
{
	const char *s;
	size_t n;

	if (!field_name(map, key, out, e))
		return false;
	for (s = *out; (n = field_alphanumeric(s)) >= 2 && n <= 8
	    && s[n] == '-'; s += n + 1)
		;
	if (field_alphanumeric(*out) <= 3 && n >= 2 && n <= 8 && s[n] == '\0')
		return true;
	yaml_fail(yaml_get(map, key), e, "\"%s\" is not a language", *out);
	return err_hint(e, "use a language such as de, en, or pt-BR (BCP 47)");
}

bool
field_flag(const struct yaml *map, const char *key, bool *out, struct err *e)
{
	const struct yaml *v = yaml_get(map, key);
	const char *s = yaml_text(v);

	if (v == NULL)
		return true;
	*out = s && !strcmp(s, "true");
	return *out || (s && !strcmp(s, "false"))
	    || yaml_fail(v, e, "\"%s\" takes true or false", key);
}
