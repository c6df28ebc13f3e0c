/* option.c: convert an option's text to its settings field. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "option/option.h"

void
option_key(const struct option *o, char out[OPTION_NAME_MAX])
{
	size_t i = 0;

	for (; o->name[i] && i < OPTION_NAME_MAX - 1; i++)
		out[i] = o->name[i] == '-' ? '_' : o->name[i];
	out[i] = '\0';
}

void
option_environ_name(const struct option *o, char out[OPTION_NAME_MAX + 5])
{
	memcpy(out, "CRT_", 4);
	option_key(o, out + 4);
	for (char *c = out; *c; c++)
		*c = (char)toupper((unsigned char)*c);
}

static bool
read_flag(const char *text, bool *out, struct err *e)
{
	static const char *const on[] = { "true", "yes", "on", "1" };
	static const char *const off[] = { "false", "no", "off", "0" };

	for (size_t i = 0; i < COUNT(on); i++) {
		if (strcasecmp(text, on[i]) != 0 && strcasecmp(text, off[i]) != 0)
			continue;
		*out = strcasecmp(text, on[i]) == 0;
		return true;
	}
	return err_set(e, ERR_CONFIG, "\"%s\" is neither true nor false", text);
}

static bool
option_read_int(const char *text, int64_t min, int64_t max, int64_t *out, struct err *e)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (!isdigit((unsigned char)text[*text == '-']) || *end || errno || n < min || n > max)
		return err_set(e, ERR_CONFIG, "\"%s\" is not a whole number from %lld to %lld",
		    text, (long long)min, (long long)max);
	*out = n;
	return true;
}

static bool
read_count(const char *text, int *out, struct err *e)
{
	int64_t n;

	if (!option_read_int(text, 0, 9, &n, e))
		return false;
	*out = (int)n;
	return true;
}

static bool
option_read_word(const struct option *o, const char *text, int *out, struct err *e)
{
	struct str all = STR_MAX(ERR_TEXT_MAX / 2);

	for (int i = 0; o->words[i]; i++) {
		if (strcmp(o->words[i], text) == 0) {
			*out = i;
			str_free(&all);
			return true;
		}
		str_printf(&all, "%s%s", i ? ", " : "", o->words[i]);
	}
	err_set(e, ERR_CONFIG, "\"%s\" is not one of %s", text, str_text(&all));
	str_free(&all);
	return false;
}

static bool
option_read_list(struct option_list *list, struct arena *a, const char *text, struct err *e)
{
	const char **bigger;

	if (list->n == OPTION_LIST_MAX)
		return err_set(e, ERR_CONFIG, "more than %d values", OPTION_LIST_MAX);
	if ((list->n & (list->n - 1)) == 0) {	/* full at powers of two */
		bigger = arena_get(a, (list->n ? 2 * list->n : 1) * sizeof *bigger);
		if (list->n)
			memcpy(bigger, list->item, list->n * sizeof *bigger);
		list->item = bigger;
	}
	list->item[list->n++] = text;
	return true;
}

/* "7d" is stored as a time before all real ones: the clock is set only after all options are
   known. */
static bool
option_read_time(const char *text, crt_time *out, struct err *e)
{
	char midnight[CLOCK_TEXT];
	crt_time span;

	if (clock_read(text, out))
		return true;
	if (strlen(text) == strlen("2026-11-22")) {
		snprintf(midnight, sizeof midnight, "%sT00:00:00Z", text);
		if (clock_read(midnight, out))
			return true;
	}
	if (!clock_read_duration(text, &span))
		return err_set(e, ERR_CONFIG,
		    "\"%s\" is not a time such as 2026-11-22T09:41:07Z, 2026-11-22, or 7d (7 days ago)",
		    text);
	*out = CLOCK_MIN - 1 - span;
	return true;
}

crt_time
option_moment(crt_time t)
{
	return t < CLOCK_MIN ? clock_now() - (CLOCK_MIN - 1 - t) : t;
}

const char *
option_seconds(int64_t n, char out[OPTION_SECONDS_MAX])
{
	static const struct { int64_t seconds; char letter; } units[] = {
		{ 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' },
	};
	size_t i = 0;

	while (n % units[i].seconds)
		i++;
	snprintf(out, OPTION_SECONDS_MAX, "%lld%c", (long long)(n / units[i].seconds),
	    units[i].letter);
	return out;
}

static bool
option_read_duration(const struct option *o, const char *text, crt_time *out, struct err *e)
{
	char least[OPTION_SECONDS_MAX], most[OPTION_SECONDS_MAX];

	if (!clock_read_duration(text, out))
		return err_set(e, ERR_CONFIG, "\"%s\" is not a duration such as 90s, 15m, or 2d", text);
	if (o->max == 0 || (*out >= o->min * CLOCK_SECOND && *out <= o->max * CLOCK_SECOND))
		return true;
	return err_set(e, ERR_CONFIG, "\"%s\" is not a duration from %s to %s", text,
	    option_seconds(o->min, least), option_seconds(o->max, most));
}

bool
option_read(const struct option *o, void *settings, struct arena *a, const char *text,
    struct err *e)
{
	switch (o->kind) {
	case OPTION_FLAG:
		return read_flag(text, OPTION_FIELD(bool, o, settings), e);
	case OPTION_COUNT:
		return read_count(text, OPTION_FIELD(int, o, settings), e);
	case OPTION_INT:
		return option_read_int(text, o->min, o->max, OPTION_FIELD(int64_t, o, settings), e);
	case OPTION_DURATION:
		return option_read_duration(o, text, OPTION_FIELD(crt_time, o, settings), e);
	case OPTION_TIME:
		return option_read_time(text, OPTION_FIELD(crt_time, o, settings), e);
	case OPTION_WORD:
		return option_read_word(o, text, OPTION_FIELD(int, o, settings), e);
	case OPTION_LIST:
		return option_read_list(OPTION_FIELD(struct option_list, o, settings), a, text, e);
	case OPTION_SECRET:		/* the file is read later, when the final name is known */
		return true;
	case OPTION_TEXT:
	case OPTION_FILE:
		break;
	}
	*OPTION_FIELD(const char *, o, settings) = text;
	return true;
}
