/* damage.h: damage to a field: another type, garbled, doubled, huge; and its former value. */
#ifndef CRT_DAMAGE_H
#define CRT_DAMAGE_H

#include <string.h>

#include "base/str.h"
#include "json/value.h"

#define HUGE_BYTES 100000

/* The damages; the first ones are of a type that no field has. */
#define ODD 2
#define HUGE_TEXT RAW "huge"
#define RAW "@"
#define RAW_PLACE "\"@raw@\""
static const char *const damages[] = {
	"{\"a\":1}", "[1]", "{}", "[]", "true", "null", "\"\"", "\"\\u0001\"", "-1", "1e300",
	"\"2026-99-99T99:99:99Z\"", "\"XXQ\"",
	/* what a tree cannot hold is put into the text of the body */
	HUGE_TEXT, RAW "\"a\\u0000b\"", RAW "\"\\ud800\"", RAW "\"\xff\xfe\"",
	RAW "\"?\",\"zz\":[1],\"zz\":2",
};

static inline bool
is_raw(const char *damage)
{
	return !strncmp(damage, RAW, sizeof RAW - 1);
}

static inline bool
is_huge(const char *damage)
{
	return !strcmp(damage, HUGE_TEXT);
}

static inline void
write_raw(struct str *body, const char *damage)
{
	static char huge[HUGE_BYTES];

	if (!is_huge(damage)) {
		str_puts(body, damage + sizeof RAW - 1);
		return;
	}
	memset(huge, 'x', sizeof huge);
	str_putc(body, '"');
	str_add(body, huge, sizeof huge);
	str_putc(body, '"');
}

/* Whether this text is in the damaged field. */
static inline bool
holds(const json_t *v, const char *text, size_t n)
{
	size_t i;
	void *m;

	if (value_kind(v) == VALUE_LIST)
		for (i = 0; i < value_count(v); i++)
			if (holds(value_at(v, i), text, n))
				return true;
	if (value_kind(v) == VALUE_MAP)
		for (m = value_first(v); m; m = value_next(v, m))
			if (holds(value_of(m), text, n))
				return true;
	return value_kind(v) == VALUE_TEXT && value_length(v) >= n && n
	    && strstr(value_text(v), text) && !strncmp(strstr(value_text(v), text), text, n);
}

/* Members that only choose among others. */
static inline bool
chooses(const char *member)
{
	return !strcmp(member, "id") || !strcmp(member, "source_name")
	    || !strcmp(member, "created_via") || !strcmp(member, "version")
	    || !strcmp(member, "payment_method") || !strcmp(member, "item_id")
	    || !strcmp(member, "address_type") || !strcmp(member, "parent_name");
}

/* Whether a member or an element of a is not in b. */
static inline bool
lacks(const json_t *a, const json_t *b)
{
	size_t i;
	void *m;

	if (value_kind(a) == VALUE_LIST)
		for (i = 0; i < value_count(a); i++)
			if (value_at(b, i) == NULL || lacks(value_at(a, i), value_at(b, i)))
				return true;
	if (value_kind(a) == VALUE_MAP)
		for (m = value_first(a); m; m = value_next(a, m))
			if (value_get(b, value_key(m)) == NULL
			    || lacks(value_of(m), value_get(b, value_key(m))))
				return true;
	return false;
}

/* The same of records; the second does not have the text either that a field became. */
static inline bool
lost(const struct str *was, const struct str *now, const char *damage)
{
	struct err e = { 0 };
	json_t *a = NULL, *b = NULL, *text = NULL;
	bool yes = damage[0] == '"' && !strchr("\"\\", damage[1])
	    && value_read_exact(&text, damage, strlen(damage), &e)
	    && !strstr(str_text(now), value_text(text))
	    && value_read(&a, was->data, was->len, &e)
	    && value_read(&b, now->data, now->len, &e) && lacks(a, b);

	value_free(a);
	value_free(b);
	value_free(text);
	return yes;
}

#endif
