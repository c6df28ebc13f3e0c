/* spec.c: check the facts given about a store, value by value. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "store/setting.h"
#include "store/spec.h"
#include "store/zone_find.h"
#include "query.h"
#include "words.h"
#include "record/money.h"

#define LOCALE_MAX 35		/* RFC 5646 4.4.1 */

const char *const spec_keys[SPEC_COLUMNS] = {
#define STORE_KEY(key, column, argument, default_value, meaning) #key,
#include "store/store_key.def"
#undef STORE_KEY
};

static const char *const spec_defaults[] = {
#define STORE_KEY(key, column, argument, default_value, meaning) default_value,
#include "store/store_key.def"
#undef STORE_KEY
};

#define PLATFORM(name) #name,
static const char *const platforms[] = {
#include "store/platform.def"
	"other"
};
#undef PLATFORM

#define PLATFORM(name) #name ", "
static const char platform_list[] =
#include "store/platform.def"
    "or other";
#undef PLATFORM

void
spec_open(struct spec *w)
{
	*w = (struct spec){ .settings = value_map() };
}

void
spec_close(struct spec *w)
{
	size_t i;

	for (i = 0; i < SPEC_COLUMNS; i++)
		free(w->column[i]);
	free(w->slug);
	free(w->organization);
	free(w->credentials_file);
	free(w->webhook_secret_file);
	value_free(w->settings);
	*w = (struct spec){ 0 };
}

static bool
is_slug(const char *s)
{
	size_t n = strlen(s);

	return n && n <= SPEC_SLUG_MAX && *s != '-'
	    && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static bool
check_slug(const char *what, const char *s, struct err *e)
{
	if (is_slug(s))
		return true;
	return err_set(e, ERR_CONFIG, "%s takes lower-case letters, digits, and -, at most %d, of which"
	    " the first is not -; it cannot be \"%.64s\"", what, SPEC_SLUG_MAX, s);
}

/* Short, not empty, and without control characters, which could change a header or a
   terminal. */
static bool
spec_check_text(const char *key, const char *s, struct err *e)
{
	if (*s == '\0')
		return err_set(e, ERR_CONFIG, "%s is empty", key);
	if (strlen(s) > SPEC_TEXT_MAX)
		return err_set(e, ERR_CONFIG, "%s is longer than %d bytes", key, SPEC_TEXT_MAX);
	return str_clean(s, strlen(s)) || err_set(e, ERR_CONFIG, "%s contains a control byte", key);
}

static bool
check_platform(const char *s, struct err *e)
{
	size_t i;

	for (i = 0; i < COUNT(platforms); i++)
		if (!strcmp(s, platforms[i]))
			return true;
	return err_set(e, ERR_CONFIG, "platform takes %s, not \"%.64s\"", platform_list, s);
}

static bool
check_url(const char *s, struct err *e)
{
	return setting_url(s)
	    || err_set(e, ERR_CONFIG, "store_url takes https://HOST/..., not \"%.64s\"", s);
}

static bool
check_currency(const char *s, struct err *e)
{
	if (strlen(s) == 3 && currency_exponent(s) >= 0)
		return true;
	return err_set(e, ERR_CONFIG, "\"%.64s\" is not an ISO 4217 code such as EUR", s);
}

/* The end of the next part of a tag, if its length fits; else s. */
static const char *
spec_part(const char *s, size_t least, size_t most, int (*is)(int))
{
	const char *p = s + (*s == '-' || *s == '_');
	size_t n = 0;

	while (is((unsigned char)p[n]))
		n++;
	return p > s && n >= least && n <= most && strchr("-_", p[n]) ? p + n : s;
}

/* RFC 5646, also as WordPress writes it: language, script, region, variants. */
static bool
spec_is_locale(const char *s)
{
	size_t n = 0;
	const char *next;

	while (isalpha((unsigned char)s[n]))
		n++;
	next = spec_part(s + n, 4, 4, isalpha);
	s = spec_part(next, 2, 2, isalpha);
	s = s > next ? s : spec_part(next, 3, 3, isdigit);
	while ((next = spec_part(s, 4, 8, isalnum)) > s)
		s = next;
	return n >= 2 && n <= 3 && *s == '\0';
}

static bool
check_locale(const char *s, struct err *e)
{
	return (strlen(s) <= LOCALE_MAX && spec_is_locale(s)) || err_set(e, ERR_CONFIG,
	    "locale takes a language tag such as en or pt-BR, not \"%.64s\"", s);
}

static bool
check_timezone(struct db *db, const char *s, struct err *e)
{
	const char *params[] = { s };
	bool known;

	if (db == NULL)
		return true;
	return db_query_bool(db, sql_timezone_exists, COUNT(params), params, &known, e)
	    && (known || zone_missing(db, s, e));
}

static bool
check_status(const char *s, struct err *e)
{
	return !strcasecmp(s, words_sync_status[SYNC_ACTIVE])
	    || !strcasecmp(s, words_sync_status[SYNC_PAUSED])
	    || err_set(e, ERR_CONFIG, "status takes active or paused, not \"%.64s\"", s);
}

static bool
check_column(enum spec_column c, struct db *db, const char *s, struct err *e)
{
	if (!spec_check_text(spec_keys[c], s, e))
		return false;
	switch (c) {
	case SPEC_PLATFORM:
		return check_platform(s, e);
	case SPEC_STORE_URL:
		return check_url(s, e);
	case SPEC_CURRENCY:
		return check_currency(s, e);
	case SPEC_LOCALE:
		return check_locale(s, e);
	case SPEC_TIMEZONE:
		return check_timezone(db, s, e);
	case SPEC_SYNC_STATUS:
		return check_status(s, e);
	default:
		return true;
	}
}

static void
spec_put(char **at, const char *text)
{
	free(*at);
	*at = mem_dup(text);
}

bool
spec_slug(struct spec *w, const char *slug, struct err *e)
{
	if (!check_slug("slug", slug, e))
		return false;
	spec_put(&w->slug, slug);
	return true;
}

static bool
set_setting(struct spec *w, const char *key, const char *value, struct err *e)
{
	json_t *text;

	if (!setting_check(key, value, e))
		return false;
	if (strlen(value) > SPEC_TEXT_MAX || (text = value_new_text(value)) == NULL)
		return err_set(e, ERR_CONFIG, "%s is not a text of at most %d bytes", key, SPEC_TEXT_MAX);
	value_set(w->settings, key, text);
	return true;
}

bool
spec_set(struct spec *w, struct db *db, const char *key, const char *value, struct err *e)
{
	enum spec_column c = 0;
	char *p;

	while (c < SPEC_COLUMNS && strcmp(spec_keys[c], key))
		c++;
	if (!strcmp(key, "organization")) {
		if (!check_slug(key, value, e))
			return false;
		spec_put(&w->organization, value);
		return true;
	}
	if (c == SPEC_COLUMNS)
		return set_setting(w, key, value, e);
	if (!check_column(c, db, value, e))
		return false;
	spec_put(&w->column[c], value);
	for (p = w->column[c]; (c == SPEC_PLATFORM || c == SPEC_SYNC_STATUS) && *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return true;
}

static bool
spec_found(void *arg, const struct db_row *row UNUSED, struct err *e UNUSED)
{
	bool *exists = arg;

	*exists = true;
	return true;
}

static bool
spec_exists(const struct spec *w, struct db *db, bool *exists, struct err *e)
{
	const char *params[] = { w->slug };

	*exists = false;
	return db == NULL
	    || db_each(db, sql_organization_find, COUNT(params), params, spec_found, exists, e);
}

bool
spec_whole(const struct spec *w, struct db *db, struct err *e)
{
	size_t i = 0;
	bool exists;

	if (w->slug == NULL)
		return err_set(e, ERR_CONFIG, "slug is missing");
	while (i < SPEC_COLUMNS && (w->column[i] || spec_defaults[i][0]))
		i++;
	if (i == SPEC_COLUMNS)
		return true;
	if (!spec_exists(w, db, &exists, e))
		return false;
	if (exists)
		return true;
	err_set(e, ERR_CONFIG, "%s of store \"%s\" is missing", spec_keys[i], w->slug);
	return err_hint(e, "a new store needs platform, store_url, name, and currency");
}
