/* adapter.c: convert a delivery to the line of its record. */
#include <string.h>
#include <strings.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "json/value_mend.h"
#include "platform/adapter.h"

const char *
adapter_header(const struct platform_delivery *d, const char *const *names)
{
	void *i;

	for (; *names; names++)
		for (i = value_first(d->headers); i; i = value_next(d->headers, i))
			if (!strcasecmp(value_key(i), *names) && value_length(value_of(i)))
				return value_text(value_of(i));
	return NULL;
}

static const struct adapter_topic *
adapter_find(const struct adapter *a, const char *topic)
{
	size_t i;

	for (i = 0; i < a->count; i++) {
		const char *t = a->topics[i].topic;
		size_t n = strlen(t);

		if (t[n - 1] == '*' ? !strncmp(t, topic, n - 1) : !strcmp(t, topic))
			return &a->topics[i];
	}
	return NULL;
}

/* The record's id, unique within its store; see platform.h. */
static void
adapter_identify(const struct build *b, const char *platform, struct str *id)
{
	unsigned char digest[HASH_BYTES];
	char when[CLOCK_TEXT];
	const char *own = b->dated ? clock_print(b->time, when) : b->delivery;
	const char *const facts[] = { platform, b->type, b->subject, own ? own : "" };
	struct hash *h = hash_begin();
	size_t i;

	for (i = 0; i < COUNT(facts); i++)
		hash_add(h, facts[i], strlen(facts[i]) + 1);
	hash_sha256(digest, b->d->body, b->d->len);
	hash_add(h, digest, sizeof digest);
	hash_end(h, digest);
	hex_write(id, digest, sizeof digest);
}

static void
set_joined(json_t *map, const char *key, const char *head, const char *tail)
{
	struct str s = STR_MAX(strlen(head) + strlen(tail));

	str_puts(&s, head);
	str_puts(&s, tail);
	value_set_text(map, key, str_text(&s));
	str_free(&s);
}

/* Orders this record among those of the same time: read from the API, or by a finer time. */
static void
set_order(json_t *v, const struct build *b)
{
	int64_t nanos;

	if (b->d->read)
		value_set(v, "read", value_new_bool(true));
	else if (b->sequence && clock_read_nanos(b->sequence, &nanos))
		value_set_text(v, "sequence", b->sequence);
}

static bool
adapter_emit(struct build *b, const char *platform, record_line_fn *fn, void *arg)
{
	struct str line = STR_MAX(RECORD_LINE_MAX), id = STR_MAX(2 * HASH_BYTES);
	struct str left = STR_MAX(LEFT_BYTES);
	json_t *v = value_map();
	bool ok;

	adapter_identify(b, platform, &id);
	value_set_text(v, "specversion", "1.0");
	value_set_text(v, "id", str_text(&id));
	set_joined(v, "source", "/stores/", b->d->store);
	set_joined(v, "type", "crt.", b->type);
	build_set_time(v, "time", b->time);
	set_order(v, b);
	value_set_text(v, "subject", *b->subject ? b->subject : NULL);
	left_print(&left, &b->left);
	value_set_text(v, LEFT_MEMBER, left.len ? str_text(&left) : NULL);
	value_set(v, "data", value_hold(b->data));
	value_print(&line, v, false);
	ok = str_full(&line) ? err_set(b->err, ERR_INPUT, "the record is longer than %zu bytes",
	    RECORD_LINE_MAX) : fn == NULL || fn(arg, v, str_text(&line), line.len, b->err);
	value_free(v);
	str_free(&left);
	str_free(&line);
	str_free(&id);
	return ok;
}

/* Whether the path identifies the person, or contains or is part of a path that does. */
static bool
path_names_person(const struct adapter *a, const char *path)
{
	const char *const *name = a->person_paths;
	size_t n = strlen(path);

	for (; name && *name; name++)
		if (!strncmp(*name, path, n) && ((*name)[n] == '\0' || (*name)[n] == '.'))
			return true;
	return false;
}

/* An order whose person could not be read is not an order without a person. The database may
   know its cart, so the record notes that its person could not be read. */
static bool
adapter_is_named(const struct adapter *a, struct build *b)
{
	const json_t *order = value_get(b->data, "order"), *c = value_get(b->data, "customer");
	const struct left *l = b->left.first;

	if (order == NULL || BUILD_FIRST(c, "id", "email", "phone"))
		return true;
	while (l && !path_names_person(a, l->path) && strcmp(l->path, LEFT_OTHERS))
		l = l->next;
	if (l && BUILD_FIRST(order, "cart_id", "checkout_id"))
		left_add(&b->left, &b->arena, "customer", l->reason);
	else if (l)
		return err_set(b->err, ERR_INPUT, "%s %s, and nothing else shows whose the"
		    " order is", l->path, left_reason(l->reason));
	return true;
}

static bool
adapter_make(struct build *b, const struct adapter *a, const struct adapter_topic *t)
{
	struct value_mended mended;
	struct build *was;
	bool ok;

	if (!value_read_mended(&b->body, b->d->body, b->d->len, &mended, b->err))
		return false;
	mended.characters |= b->d->mended;
	if (value_kind(b->body) != VALUE_MAP)
		return err_set(b->err, ERR_INPUT, "the body is not a JSON object");
	b->data = value_map();
	was = build_begin(b);
	build_leave_mended(b->body, &mended);
	ok = t->make(b);
	build_begin(was);
	return ok && (b->ignored || adapter_is_named(a, b));
}

bool
adapter_run(const struct adapter *a, const struct platform_delivery *d,
    record_line_fn *fn, void *arg, const char **ignored, struct err *e)
{
	struct build b = { .d = d, .time = d->received, .err = e };
	const struct adapter_topic *t;
	bool ok;

	*ignored = PLATFORM_ORDER;
	b.topic = d->topic ? d->topic : adapter_header(d, a->topic_headers);
	if (b.topic == NULL || *b.topic == '\0') {
		err_set(e, ERR_INPUT, "a %s delivery without a topic", a->platform);
		return err_hint(e, "set \"topic\" in the envelope, or use --topic");
	}
	t = adapter_find(a, b.topic);
	if (t == NULL || t->make == NULL) {
		*ignored = t ? t->about : "crt does not use this topic";
		return true;
	}
	b.delivery = adapter_header(d, a->delivery_headers);
	b.sequence = a->made_headers ? adapter_header(d, a->made_headers) : NULL;
	ok = adapter_make(&b, a, t) && (b.ignored || adapter_emit(&b, a->platform, fn, arg));
	if (ok && fn && b.unknown)
		build_unknown(&b, a->platform, b.unknown);
	*ignored = ok ? b.ignored : t->about;
	value_free(b.body);
	value_free(b.data);
	arena_free(&b.arena);
	return ok || err_in(e, "%s %s", a->platform, t->topic);
}
