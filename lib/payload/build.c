/* build.c: build the parts that records of all platforms share. */
#include <string.h>

#include "json/value_mend.h"
#include "payload/build.h"

#define TIME_MAX 64			/* bytes of a time as sent */
#define PATH_MAX_BYTES 64
#define WHOLE_MAX 1000000000		/* beyond any real quantity of one item */

const char *
build_perhaps(const json_t *v, const char *path)
{
	const json_t *m = value_path(v, path);

	return value_length(m) ? value_text(m) : NULL;
}

/* PHP writes an absent value in several ways. */
static bool
build_value_absent(const json_t *v)
{
	return value_kind(v) <= VALUE_NULL || (value_kind(v) == VALUE_BOOL && !value_true(v));
}

static bool
build_value_map(const json_t *v)
{
	return value_kind(v) == VALUE_MAP || build_value_absent(v)
	    || (value_kind(v) == VALUE_LIST && value_count(v) == 0)
	    || (value_kind(v) == VALUE_TEXT && value_length(v) == 0);
}

/* The first value on the path that is neither a map nor absent; "" is v itself. */
static bool
build_path_blocked(const json_t *v, const char *path, char step[PATH_MAX_BYTES])
{
	size_t n;

	*step = '\0';
	if (!build_value_map(v))
		return true;
	for (n = strcspn(path, "."); path[n] && n < PATH_MAX_BYTES;
	    n += 1 + strcspn(path + n + 1, ".")) {
		memcpy(step, path, n);
		step[n] = '\0';
		if (!build_value_map(value_path(v, step)))
			return true;
	}
	return false;
}

static void
build_leave_blocked(const json_t *v, const char *path)
{
	char step[PATH_MAX_BYTES];

	if (!build_path_blocked(v, path, step))
		return;
	/* JSON true is one shared node, which may occur anywhere */
	if (*step == '\0' && value_kind(v) == VALUE_BOOL)
		build_leave(NULL, path, LEFT_OBJECT);
	else
		build_leave(v, step, LEFT_OBJECT);
}

const char *
build_text(const json_t *v, const char *path)
{
	const json_t *m = value_path(v, path);

	if (value_kind(m) == VALUE_TEXT)
		return value_length(m) ? value_text(m) : NULL;
	if (!build_value_absent(m))
		build_leave(v, path, LEFT_TEXT);
	else if (m == NULL)
		build_leave_blocked(v, path);
	return NULL;
}

bool
build_unread(const json_t *v, const char *path)
{
	const json_t *m = value_path(v, path);

	return !build_value_absent(m) && (value_kind(m) != VALUE_TEXT
	    || strstr(value_text(m), VALUE_UNREADABLE) != NULL);
}

bool
build_flag(const json_t *v, const char *path)
{
	const json_t *m = value_path(v, path);

	if (value_kind(m) > VALUE_NULL && value_kind(m) != VALUE_BOOL)
		build_leave(v, path, LEFT_FLAG);
	else if (m == NULL)
		build_leave_blocked(v, path);
	return value_true(m);
}

bool
build_uncertain(const json_t *v, const char *path)
{
	char step[PATH_MAX_BYTES];

	return build_path_blocked(v, path, step) || build_unread(v, path);
}

const char *
build_first(const json_t *v, const char *const *paths)
{
	const char *given = NULL;

	for (; given == NULL && *paths; paths++)
		given = build_text(v, *paths);
	return given;
}

bool
build_reads(const json_t *v, const char *path, const char *text)
{
	const char *given = build_text(v, path);

	return given && !strcmp(given, text);
}

const char *
build_id(const json_t *v, const char *path)
{
	return build_reads(v, path, "0") ? NULL : build_text(v, path);
}

/* A key must have no control byte and no unreadable character. */
static bool
build_text_garbled(const char *s)
{
	return !str_clean(s, strlen(s)) || strstr(s, VALUE_UNREADABLE);
}

size_t
build_limit(const char *part, const char *member)
{
	size_t limit = 0;

	record_member(part, member, &limit);
	return limit;
}

bool
build_subject(struct build *b, const char *kind, const char *id)
{
	struct str s = STR_MAX(sizeof b->subject - 1);
	size_t max = build_limit(kind, "id");

	if (id == NULL)
		return err_set(b->err, ERR_INPUT, "the %s has no id", kind);
	if (build_text_garbled(id) || strlen(id) > max)
		return err_set(b->err, ERR_INPUT,
		    "the id of the %s is longer than %zu bytes or contains a control byte", kind, max);
	str_printf(&s, "%s/%s", kind, id);
	memcpy(b->subject, str_text(&s), s.len + 1);
	str_free(&s);
	return true;
}

bool
build_customer(struct build *b, const char *id)
{
	const json_t *person = value_get(b->data, "customer");
	bool unread = id ? build_text_garbled(id) || strlen(id) > build_limit("customer", "id")
	    : build_uncertain(b->body, "id") || build_uncertain(b->body, "entity_id");

	return (unread && BUILD_FIRST(person, "email", "phone")) || build_subject(b, "customer", id);
}

bool
build_time(const json_t *v, const char *path, const char *zone, crt_time *out)
{
	const char *given = build_text(v, path);
	struct str s = STR_MAX(TIME_MAX);
	crt_time t;
	bool ok;

	if (given == NULL)
		return false;
	str_puts(&s, given);
	str_puts(&s, zone);
	ok = !str_full(&s) && clock_read(str_text(&s), &t) && t >= 0;
	str_free(&s);
	if (ok)
		*out = t;
	else
		build_leave(v, path, LEFT_TIME);
	return ok;
}

void
build_set_time(json_t *map, const char *key, crt_time t)
{
	char text[CLOCK_TEXT];

	value_set_text(map, key, clock_print(t, text));
}

void
build_happened(struct build *b, const json_t *v, const char *path, const char *zone)
{
	b->dated = b->dated || build_time(v, path, zone, &b->time);
}

void
build_cart_times(struct build *b, json_t *cart, const char *path, const char *zone)
{
	crt_time created;

	if (build_time(b->body, path, zone, &created))
		build_set_time(cart, "created", created);
	build_set_time(cart, "updated", b->time);
}

void
build_device(struct build *b, const char *agent, const char *ip)
{
	json_t *d;

	if (agent == NULL && ip == NULL)
		return;
	d = value_map();
	value_set(b->data, "device", d);
	build_set_words(d, "device", "user_agent", agent);
	build_set_key(d, "device", "ip", ip);
}

void
build_set_words(json_t *map, const char *part, const char *member, const char *text)
{
	size_t n = text ? strlen(text) : 0, max = build_limit(part, member);

	if (n == 0)
		return;
	if (max && n > max)
		for (n = max; n && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
			;		/* not inside a character */
	value_set(map, member, value_new_textn(text, n));
}

void
build_set_key(json_t *map, const char *part, const char *member, const char *text)
{
	size_t max = build_limit(part, member);

	if (text == NULL)
		return;
	if (max && strlen(text) > max)
		build_leave_text(text, LEFT_LONG);
	else if (build_text_garbled(text))
		build_leave_text(text, LEFT_CONTROL);
	else
		value_set_text(map, member, text);
}

void
build_set_url(json_t *map, const char *part, const char *member, const char *text)
{
	static const char *const starts[] = { "//", "https://", "http://" };
	struct str s = STR_MAX(RECORD_LINE_MAX);
	size_t i = 0;

	if (text == NULL)
		return;
	while (i < COUNT(starts) && strncmp(text, starts[i], strlen(starts[i])))
		i++;
	if (i == COUNT(starts) || strchr(text, ' ') || build_text_garbled(text))
		build_leave_text(text, LEFT_URL);
	else if (strlen(text) + sizeof "https:" > build_limit(part, member))
		build_leave_text(text, LEFT_LONG);
	else {
		str_printf(&s, "%s%s", i ? "" : "https:", text);
		value_set_text(map, member, str_text(&s));
	}
	str_free(&s);
}

bool
build_decimal(const char *text)
{
	size_t n = text ? strspn(text, "0123456789") : 0;

	return n && (text[n] == '\0' || (text[n] == '.' && text[n + 1]
	    && text[n + 1 + strspn(text + n + 1, "0123456789")] == '\0'));
}

bool
build_whole(const char *text, int64_t *out)
{
	int64_t n = 0;

	if (text == NULL || *text == '\0')
		return false;
	for (; *text >= '0' && *text <= '9'; text++) {
		n = n * 10 + (*text - '0');
		if (n > WHOLE_MAX)
			return false;
	}
	if (*text == '.')		/* 2.0 counts as an integer */
		for (text++; *text == '0'; text++)
			;
	*out = n;
	return *text == '\0';
}

void
build_set_consent(json_t *person, const char *channel, enum consent_state state,
    const char *source, crt_time t)
{
	json_t *all = value_get(person, "consent"), *one = value_map();

	if (all == NULL)
		value_set(person, "consent", all = value_map());
	value_set(all, channel, one);
	value_set_text(one, "state", words_consent_state[state]);
	value_set_text(one, "source", source);
	build_set_time(one, "time", t);
}

bool
build_gone(struct build *b, const char *type, const char *kind, const char *id)
{
	json_t *which = value_map();

	b->type = type;
	value_set(b->data, kind, which);
	value_set_text(which, "id", id);
	return build_subject(b, kind, id);
}
