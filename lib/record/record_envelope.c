/* record_envelope.c: read a record's attributes, which follow CloudEvents. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "record/record.h"

#define ATTRIBUTES "attribute"		/* the path of an attribute that crt does not know */
#define ID_MAX	   256

/* What the attributes of one line are read with. */
struct envelope {
	struct record *rec;
	struct arena *arena;
};

static void
envelope_leave(const struct envelope *v, const char *name, enum left_reason why)
{
	left_add(&v->rec->left, v->arena, name, why);
}

/* Extension attributes: https://github.com/cloudevents/spec, "Naming conventions". */
static void
envelope_names(const struct envelope *v)
{
	void *i;

	for (i = value_first(v->rec->json); i; i = value_next(v->rec->json, i)) {
		const char *k = value_key(i);
		size_t n = strspn(k, "abcdefghijklmnopqrstuvwxyz0123456789");

		if (!strcmp(k, "data_base64") && value_kind(value_of(i)) == VALUE_NULL)
			continue;		/* CloudEvents treats null as absent */
		if (n == 0 || n > 20 || k[n])
			envelope_leave(v, ATTRIBUTES, LEFT_NAME);
		else if (strcmp(k, "data") && value_kind(value_of(i)) >= VALUE_LIST)
			envelope_leave(v, ATTRIBUTES, LEFT_SCALAR);
	}
}

/* A text of at most limit bytes; NULL and noted: it cannot be read. */
static const char *
envelope_text(const struct envelope *v, const char *name, size_t limit)
{
	const json_t *m = value_get(v->rec->json, name);
	const char *text = value_text(m);
	enum left_reason why = LEFT_TEXT;

	if (value_kind(m) <= VALUE_NULL)
		why = LEFT_MISSING;
	else if (text && *text == '\0')
		why = LEFT_EMPTY;
	else if (text && value_length(m) > limit)
		why = LEFT_LONG;
	else if (text && !str_clean(text, value_length(m)))
		why = LEFT_CONTROL;
	else if (text)
		return text;
	envelope_leave(v, name, why);
	return NULL;
}

static const char *
envelope_optional(const struct envelope *v, const char *name, size_t limit)
{
	return value_kind(value_get(v->rec->json, name)) <= VALUE_NULL ? NULL
	    : envelope_text(v, name, limit);
}

/* The same line has the same id, so it counts once. */
static const char *
envelope_id(const struct envelope *v, const char *line, size_t n)
{
	const char *given = envelope_text(v, "id", ID_MAX);
	unsigned char digest[HASH_BYTES];
	struct str id = STR_MAX(2 * HASH_BYTES);

	if (given)
		return given;
	hash_sha256(digest, line, n);
	hex_write(&id, digest, sizeof digest);
	given = arena_dup(v->arena, str_text(&id), id.len);
	str_free(&id);
	return given;
}

/* An unreadable sequence counts as none. */
static void
envelope_order(const struct envelope *v)
{
	const char *sequence = envelope_optional(v, "sequence", CLOCK_TEXT);
	const json_t *read = value_get(v->rec->json, "read");

	v->rec->read = value_true(read);
	if (value_kind(read) > VALUE_NULL && value_kind(read) != VALUE_BOOL)
		envelope_leave(v, "read", LEFT_FLAG);
	if (sequence == NULL || clock_read_nanos(sequence, &v->rec->sequence))
		return;
	v->rec->sequence = 0;
	envelope_leave(v, "sequence", LEFT_TIME);
}

static void
envelope_left(const struct envelope *v)
{
	const char *left = envelope_optional(v, LEFT_MEMBER, LEFT_BYTES);

	if (left)
		left_read(&v->rec->left, v->arena, left);
}

/* "/stores/SLUG", also with a slash at its end. */
static bool
envelope_store(const struct envelope *v, const char *source, struct err *e)
{
	static const char prefix[] = "/stores/";
	const char *at = strncmp(source, prefix, sizeof prefix - 1) ? NULL : source;
	size_t n = at ? strcspn(at + sizeof prefix - 1, "/") : 0;

	if (n && strcmp(at + sizeof prefix - 1 + n, "/") > 0)
		n = 0;
	if (n == 0)
		return err_set(e, ERR_INPUT, "source is not /stores/SLUG");
	v->rec->store = arena_dup(v->arena, at + sizeof prefix - 1, n);
	return true;
}

bool
record_envelope(struct record *rec, const char *store, struct arena *arena, const char *line,
    size_t n, struct err *e)
{
	const struct envelope v = { rec, arena };
	const char *source, *version, *time;

	envelope_left(&v);
	source = envelope_text(&v, "source", 128);
	if (source && !envelope_store(&v, source, e))
		return false;
	if (source == NULL)
		rec->store = store;
	if (rec->store == NULL)
		return err_set(e, ERR_INPUT, "source is missing, empty, or longer than 128 bytes");
	if (value_get(rec->json, "data") == NULL
	    && value_kind(value_get(rec->json, "data_base64")) > VALUE_NULL)
		return err_set(e, ERR_INPUT, "data_base64 is not supported: put the JSON in \"data\"");
	envelope_names(&v);
	rec->id = envelope_id(&v, line, n);
	version = envelope_text(&v, "specversion", 8);
	if (version && strcmp(version, "1.0"))
		envelope_leave(&v, "specversion", LEFT_WORD);
	time = envelope_text(&v, "time", 64);
	if (time == NULL || !clock_read(time, &rec->time)) {
		rec->time = RECORD_NO_TIME;
		envelope_leave(&v, "time", LEFT_TIME);
	}
	envelope_order(&v);
	rec->correlation = envelope_optional(&v, "correlationid", ID_MAX);
	return true;
}
