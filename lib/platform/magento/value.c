/* value.c: read ids, flags, times, and coupons of Magento. */
#include <string.h>

#include "platform/magento/magento.h"

#define CODE_MAX 255		/* bytes of a coupon's code, the size of Magento's column */

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
magento_time(const json_t *v, const char *path, crt_time *t)
{
	static const char none[] = "0000-00-00";
	const char *given = build_text(v, path);
	bool zoned = given && (strchr(given, 'Z') || strchr(given, '+'));

	if (given == NULL || !strncmp(given, none, sizeof none - 1))
		return false;
	return build_time(v, path, zoned ? "" : "Z", t);
}

void
magento_happened(struct build *b, const json_t *v, const char *path, const char *other)
{
	b->dated = magento_time(v, path, &b->time) || magento_time(v, other, &b->time);
}

void
magento_set_code(json_t *map, const char *code)
{
	json_t *codes;

	if (code == NULL)
		return;
	if (strlen(code) > CODE_MAX) {
		build_leave_text(code, LEFT_LONG);
		return;
	}
	codes = value_list();
	value_add(codes, value_new_text(code));
	value_set(map, "discount_codes", codes);
}
