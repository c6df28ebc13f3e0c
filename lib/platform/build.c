/* build.c: the parts that the records of all platforms are made of. */
#include <string.h>

#include "platform/build.h"

#define TIME_MAX 64			/* bytes of a time as sent */
#define WHOLE_MAX 1000000000		/* more of one item than anybody orders */

const char *
build_said(const json_t *v, const char *path)
{
	const json_t *m = value_path(v, path);

	return value_length(m) ? value_text(m) : NULL;
}

const char *
build_first(const json_t *v, const char *const *paths)
{
	const char *said = NULL;

	for (; said == NULL && *paths; paths++)
		said = build_said(v, *paths);
	return said;
}

bool
build_reads(const json_t *v, const char *path, const char *text)
{
	const char *said = build_said(v, path);

	return said && !strcmp(said, text);
}

const char *
build_id(const json_t *v, const char *path)
{
	return build_reads(v, path, "0") ? NULL : build_said(v, path);
}

static bool
has_control(const char *s)
{
	return !str_clean(s, strlen(s));
}

/* record.def's limit of a text; 0: it has none. */
static size_t
limit(const char *part, const char *member)
{
	static const struct {
		const char *part, *member;
		size_t limit;
	} limits[] = {
#define PART(name, doc)
#define FIELD(part, member, kind, presence, limit, doc) { #part, #member, limit },
#define WORD(part, member, presence, words, doc)
#define SUB(part, member, of, presence, doc)
#define LIST(part, member, of, presence, limit, doc)
#define END(part)
#define RECORD(name, type, direction, doc)
#define RECORD_OF(name, part, type, direction, doc)
#include "record/record.def"
#include "record/undef.h"
	};
	size_t i;

	for (i = 0; i < COUNT(limits); i++)
		if (!strcmp(limits[i].member, member) && !strcmp(limits[i].part, part))
			return limits[i].limit;
	return 0;
}

bool
build_subject(struct build *b, const char *kind, const char *id)
{
	struct str s = STR_MAX(sizeof b->subject - 1);
	size_t max = limit(kind, "id");

	if (id == NULL)
		return err_set(b->err, ERR_INPUT, "the %s has no id", kind);
	if (has_control(id) || strlen(id) > max)
		return err_set(b->err, ERR_INPUT,
		    "the id of the %s is longer than %zu bytes or holds a control byte", kind, max);
	str_printf(&s, "%s/%s", kind, id);
	memcpy(b->subject, str_text(&s), s.len + 1);
	str_free(&s);
	return true;
}

bool
build_time(struct build *b, const json_t *v, const char *path, const char *zone,
    crt_time *out, bool *there)
{
	const char *said = build_said(v, path);
	struct str s = STR_MAX(TIME_MAX);
	bool ok;

	*there = said != NULL;
	if (said == NULL)
		return true;
	str_puts(&s, said);
	str_puts(&s, zone);
	ok = !str_full(&s) && clock_read(str_text(&s), out);
	str_free(&s);
	if (!ok)
		return err_set(b->err, ERR_INPUT, "\"%s\" is no time of RFC 3339", path);
	return *out >= 0 || err_set(b->err, ERR_INPUT, "\"%s\" is before 1970", path);
}

void
build_set_time(json_t *map, const char *key, crt_time t)
{
	char text[CLOCK_TEXT];

	value_set_text(map, key, clock_print(t, text));
}

bool
build_happened(struct build *b, const json_t *v, const char *path, const char *zone)
{
	return b->dated || build_time(b, v, path, zone, &b->time, &b->dated);
}

bool
build_cart_times(struct build *b, json_t *cart, const char *path, const char *zone)
{
	crt_time created;
	bool there;

	if (!build_time(b, b->body, path, zone, &created, &there))
		return false;
	if (there)
		build_set_time(cart, "created", created);
	build_set_time(cart, "updated", b->time);
	return true;
}

bool
build_device(struct build *b, const char *agent, const char *ip)
{
	json_t *d;

	if (agent == NULL && ip == NULL)
		return true;
	d = value_map();
	value_set(b->data, "device", d);
	build_set_words(d, "device", "user_agent", agent);
	return build_set_address(b, d, "device", "ip", ip);
}

void
build_set_words(json_t *map, const char *part, const char *member, const char *text)
{
	size_t n = text ? strlen(text) : 0, max = limit(part, member);

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
	size_t max = limit(part, member);

	if (text && (max == 0 || strlen(text) <= max) && !has_control(text))
		value_set_text(map, member, text);
}

bool
build_set_address(struct build *b, json_t *map, const char *part, const char *member,
    const char *text)
{
	if (text && has_control(text))
		return err_set(b->err, ERR_INPUT, "\"%s\" holds a control byte", member);
	build_set_key(map, part, member, text);
	return true;
}

void
build_set_url(json_t *map, const char *part, const char *member, const char *text)
{
	struct str s = STR_MAX(RECORD_LINE_MAX);

	if (text == NULL || has_control(text) || strchr(text, ' '))
		return;
	if (!strncmp(text, "//", 2))
		str_puts(&s, "https:");
	str_puts(&s, text);
	if (!strncmp(str_text(&s), "https://", 8) || !strncmp(str_text(&s), "http://", 7))
		build_set_key(map, part, member, str_text(&s));
	str_free(&s);
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
	if (*text == '.')		/* 2.0 is a whole number too */
		for (text++; *text == '0'; text++)
			;
	*out = n;
	return *text == '\0';
}

bool
build_list(struct build *b, const json_t *v, const char *path, size_t max,
    const json_t **list, size_t *n)
{
	*list = value_path(v, path);
	*n = 0;
	if (value_kind(*list) <= VALUE_NULL)
		return true;
	if (value_kind(*list) != VALUE_LIST)
		return err_set(b->err, ERR_INPUT, "\"%s\" is no list", path);
	*n = value_count(*list);
	return *n <= max || err_set(b->err, ERR_INPUT, "\"%s\" has more than %zu members",
	    path, max);
}

bool
build_items(struct build *b, const json_t *v, const char *path, build_item_fn *fill,
    const void *arg, json_t *cart)
{
	json_t *items = value_get(cart, "items");
	const json_t *list;
	size_t i, n;
	bool ok = build_list(b, v, path, PLATFORM_ITEMS_MAX, &list, &n);

	if (items == NULL)
		value_set(cart, "items", items = value_list());
	for (i = 0; i < n && ok; i++) {
		json_t *made = value_map();

		ok = fill(b, value_at(list, i), arg, made);
		if (ok && value_int(value_get(made, "quantity")) > 0)
			value_add(items, value_hold(made));
		value_free(made);
	}
	return ok && (value_count(items) <= PLATFORM_ITEMS_MAX
	    || err_set(b->err, ERR_INPUT, "a cart of more than %d items", PLATFORM_ITEMS_MAX));
}

void
build_set_consent(json_t *person, const char *channel, const char *state, const char *source,
    crt_time t)
{
	json_t *all = value_get(person, "consent"), *one = value_map();

	if (all == NULL)
		value_set(person, "consent", all = value_map());
	value_set(all, channel, one);
	value_set_text(one, "state", state);
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

static json_t *
texts(const json_t *list, size_t n, const char *member)
{
	json_t *out = value_list();
	size_t i;

	for (i = 0; i < n; i++) {
		const json_t *m = value_at(list, i);
		const char *said = member ? build_said(m, member) : value_text(m);

		if (said && *said)
			value_add(out, value_new_text(said));
	}
	return out;
}

/* Does it fit into the member that record.def gives it? */
static bool
fits(const json_t *v, const char *part, const char *member)
{
	struct str s = STR_MAX(limit(part, member));
	bool ok;

	value_print(&s, v, false);
	ok = !str_full(&s);
	str_free(&s);
	return ok;
}

bool
build_set_codes(struct build *b, json_t *map, const char *path, const char *member)
{
	const json_t *list;
	json_t *codes;
	size_t n;

	if (!build_list(b, b->body, path, PLATFORM_CODES_MAX, &list, &n))
		return false;
	codes = texts(list, n, member);
	if (value_count(codes) && fits(codes, "cart", "discount_codes"))
		value_set(map, "discount_codes", value_hold(codes));
	value_free(codes);
	return true;
}

bool
build_set_ids(struct build *b, json_t *map, const char *key, const char *path)
{
	const json_t *list;
	json_t *ids;
	size_t n;
	bool ok;

	if (!build_list(b, b->body, path, PLATFORM_ORDERS_MAX, &list, &n))
		return false;
	ids = texts(list, n, NULL);
	ok = fits(ids, "privacy_requested", "orders")
	    || err_set(b->err, ERR_INPUT, "\"%s\" is too long", path);
	if (ok && value_count(ids))
		value_set(map, key, value_hold(ids));
	value_free(ids);
	return ok;
}
