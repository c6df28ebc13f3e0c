/* magento_value.c: ids, flags, times and coupons as Magento writes them. */
#include <string.h>

#include "platform/magento.h"

#define CODE_MAX 255		/* bytes of a coupon's code, as Magento's own column */

const char *
magento_id(const json_t *v)
{
	const char *id = build_id(v, "id");

	return id ? id : build_id(v, "entity_id");
}

bool
magento_yes(const json_t *v)
{
	const char *text = value_text(v);

	return value_true(v) || (text && (!strcmp(text, "1") || !strcmp(text, "true")));
}

bool
magento_time(struct build *b, const json_t *v, const char *path, crt_time *t, bool *there)
{
	static const char none[] = "0000-00-00";
	const char *said = build_said(v, path);
	bool zoned = said && (strchr(said, 'Z') || strchr(said, '+'));

	*there = false;
	if (said == NULL || !strncmp(said, none, sizeof none - 1))
		return true;
	return build_time(b, v, path, zoned ? "" : "Z", t, there);
}

bool
magento_happened(struct build *b, const json_t *v, const char *path, const char *other)
{
	return magento_time(b, v, path, &b->time, &b->dated)
	    && (b->dated || magento_time(b, v, other, &b->time, &b->dated));
}

void
magento_set_code(json_t *map, const char *code)
{
	json_t *codes;

	if (code == NULL || strlen(code) > CODE_MAX)
		return;
	codes = value_list();
	value_add(codes, value_new_text(code));
	value_set(map, "discount_codes", codes);
}
