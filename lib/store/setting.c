/* setting.c: read and check a store's settings, by the kinds of setting.def. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/nearest.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/word.h"
#include "store/cost.h"
#include "store/setting.h"
#include "store/sms_price.h"
#include "mime/mail.h"

#define URL_MAX  512		/* with its token it must fit into a header field */
#define CODE_MAX 3		/* E.164 */

static bool
read_DURATION(const char *s, store_DURATION *out)
{
	return clock_read_duration(s, out);
}

static bool
read_AGE(const char *s, store_AGE *out)
{
	*out = 0;
	return !strcmp(s, "off") || clock_read_duration(s, out);
}

static bool
read_COUNT(const char *s, store_COUNT *out)
{
	char *end;

	*out = strtoll(s, &end, 10);
	return end != s && *end == '\0' && *out >= 1 && *out <= 1000000;
}

static bool
read_DATE(const char *s, store_DATE *out)
{
	char time[CLOCK_TEXT];

	*out = 0;
	if (*s == '\0')
		return true;
	snprintf(time, sizeof time, "%.10sT00:00:00Z", s);
	return strlen(s) == strlen("2027-03-31") && clock_read(time, out) && *out != 0;
}

static bool
read_HOURS(const char *s, store_HOURS *out)
{
	return daily_read(s, out);
}

static bool
read_PERCENT(const char *s, store_PERCENT *out)
{
	char *end;

	*out = strtoll(s, &end, 10);
	if (end != s && *end == '%')
		end++;
	return *end == '\0' && ((*out >= 1 && *out <= 100) || *s == '\0');
}

static bool
read_COST(const char *s, store_COST *out)
{
	return cost_read(s, out);
}

static bool
read_BASIS(const char *s, store_BASIS *out)
{
	int basis = word_find(words_consent_basis, s);

	*out = basis < 0 ? BASIS_GRANTED : (enum consent_basis)basis;
	return basis >= 0;
}

static bool
read_SWITCH(const char *s, store_SWITCH *out)
{
	*out = !strcmp(s, "yes");
	return *out || !strcmp(s, "no");
}

static bool
read_TEXT(const char *s, store_TEXT *out)
{
	if (!str_clean(s, strlen(s)))
		return false;
	*out = mem_dup(s);
	return true;
}

/* Reject here what crt-send would refuse in a mail, so that the error appears where it can
   be fixed. */
static bool
read_MAILBOX(const char *s, store_MAILBOX *out)
{
	char address[MAIL_ADDRESS_MAX + 1];
	struct err why = { 0 };

	return (*s == '\0' || (strlen(s) <= MAIL_FIELD_MAX && mail_address_in(s, address, &why)))
	    && read_TEXT(s, out);
}

static bool
read_ADDRESS(const char *s, store_ADDRESS *out)
{
	struct err why = { 0 };

	return (*s == '\0' || mail_address_ok(s, &why)) && read_TEXT(s, out);
}

static bool
read_RETURN(const char *s, store_RETURN *out)
{
	return strcspn(s, "@") <= STORE_BOUNCE_LOCAL_MAX && read_ADDRESS(s, out);
}

bool
setting_url(const char *s)
{
	size_t scheme = !strncmp(s, "https://", 8) ? 8 : !strncmp(s, "http://", 7) ? 7 : 0;
	size_t host = strcspn(s + scheme, "/?#");

	return scheme && host && isalnum((unsigned char)s[scheme])
	    && memchr(s + scheme, '@', host) == NULL && strpbrk(s, " \"<>\\") == NULL;
}

static bool
setting_ascii(const char *s)
{
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return *s == '\0';
}

static bool
read_URL(const char *s, store_URL *out)
{
	return (*s == '\0' || (strlen(s) <= URL_MAX && setting_ascii(s) && setting_url(s)))
	    && read_TEXT(s, out);
}

static bool
read_PRICES(const char *s, store_PRICES *out)
{
	return sms_prices_ok(s) && read_TEXT(s, out);
}

/* Mail programs show pictures of https only. */
static bool
read_PICTURE(const char *s, store_PICTURE *out)
{
	return (*s == '\0' || !strncmp(s, "https://", 8)) && read_URL(s, out);
}

static bool
read_CODE(const char *s, store_CODE *out)
{
	size_t n = strspn(s, "0123456789");

	return s[n] == '\0' && n <= CODE_MAX && *s != '0' && read_TEXT(s, out);
}

static bool
read_COLOR(const char *s, store_COLOR *out)
{
	return *s == '#' && strspn(s + 1, "0123456789abcdefABCDEF") == 6 && s[7] == '\0'
	    && read_TEXT(s, out);
}

char *
setting_color(const char *text)
{
	char *out;

	return text && read_COLOR(text, &out) ? out : mem_dup(SETTING_COLOR);
}

enum setting_kind {
#define KIND(name, argument, takes) KIND_##name,
#include "store/setting_kind.def"
#undef KIND
};

/* What a setting of a kind takes, for errors. */
static const char *const setting_takes[] = {
#define KIND(name, argument, takes) takes,
#include "store/setting_kind.def"
#undef KIND
};

static bool
setting_refuse(const char *name, enum setting_kind kind, const char *value, struct err *e)
{
	return err_set(e, ERR_CONFIG, "setting %s takes %s, not \"%.64s\"", name, setting_takes[kind],
	    value);
}

/* Keeps the first error only, without the value, because the fault is stored with messages. */
static void
setting_explain_error(struct store *s, const char *name, const char *wanted)
{
	if (s->fault.kind != ERR_NONE)
		return;
	err_set(&s->fault, ERR_CONFIG, "%s is not %s", name, wanted);
	err_hint(&s->fault, strcmp(name, "from") ? "crt-sync store set %s %s=VALUE"
	    : "crt-sync store set %s '%s=NAME <ADDRESS>'", s->slug, name);
}

const struct err *
store_fault(const struct store *s, enum message_channel channel)
{
	return s->fault.kind == ERR_NONE && channel == CHANNEL_EMAIL ? &s->no_sender : &s->fault;
}

void
settings_read(struct store *s, const json_t *given)
{
	const char *value;

#define SETTING(name, kind, default_value, meaning) \
	value = value_text(value_get(given, #name)); \
	if (!read_##kind(value ? value : default_value, &s->name)) { \
		setting_explain_error(s, #name, setting_takes[KIND_##kind]); \
		read_##kind(default_value, &s->name); \
	}
#include "store/setting.def"
#undef SETTING
	if (s->from[0] == '\0') {
		err_set(&s->no_sender, ERR_CONFIG, "from is not set");
		err_hint(&s->no_sender, "crt-sync store set %s 'from=NAME <ADDRESS>'", s->slug);
	}
}

/* Only settings of a text kind own memory. */
void
settings_free(struct store *s)
{
#define FREE_DURATION(setting)
#define FREE_AGE(setting)
#define FREE_COUNT(setting)
#define FREE_DATE(setting)
#define FREE_HOURS(setting)
#define FREE_PERCENT(setting)
#define FREE_COST(setting)
#define FREE_BASIS(setting)
#define FREE_SWITCH(setting)
#define FREE_TEXT(setting) free(s->setting);
#define FREE_MAILBOX(setting) FREE_TEXT(setting)
#define FREE_ADDRESS(setting) FREE_TEXT(setting)
#define FREE_RETURN(setting) FREE_TEXT(setting)
#define FREE_URL(setting) FREE_TEXT(setting)
#define FREE_PRICES(setting) FREE_TEXT(setting)
#define FREE_PICTURE(setting) FREE_TEXT(setting)
#define FREE_CODE(setting) FREE_TEXT(setting)
#define FREE_COLOR(setting) FREE_TEXT(setting)
#define SETTING(setting, kind, default_value, meaning) FREE_##kind(setting)
#include "store/setting.def"
#undef SETTING
}

bool
setting_check(const char *name, const char *value, struct err *e)
{
	struct nearest nearest = { .wanted = name };
	struct store s = { 0 };
	bool known = false, ok = true;

#define SETTING(setting, kind, default_value, meaning) \
	nearest_try(&nearest, #setting); \
	if (!strcmp(name, #setting)) { \
		known = true; \
		ok = read_##kind(value, &s.setting) || setting_refuse(name, KIND_##kind, value, e); \
	}
#include "store/setting.def"
#undef SETTING
#define STORE_KEY(key, column, argument, default_value, meaning) nearest_try(&nearest, #key);
#include "store/store_key.def"
#undef STORE_KEY
	settings_free(&s);
	if (known)
		return ok;
	err_set(e, ERR_CONFIG, "there is no setting \"%.64s\"", name);
	return nearest_name(&nearest) ? err_hint(e, "the nearest is %s", nearest_name(&nearest))
	    : err_hint(e, "list them: crt-sync store show STORE");
}
