/* record.c: check a line against record.def and fill the structures. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "record/money.h"
#include "record/record.h"

enum presence { OPTIONAL, REQUIRED };
enum kind { TEXT, ID, URL, CURRENCY, INT, BOOL, TIME, MONEY, ANY, WORDS, PARTS, LISTS };

struct shape;

struct field {
	const char *name;
	enum kind kind;
	enum presence presence;
	size_t limit, offset, count_offset;
	const char *words;
	const struct shape *of;
};

struct shape {
	size_t size, nfields;
	const struct field *fields;
};

#define PART(name, doc) static const struct field fields_##name[] = {
#define FIELD(part, member, kind, presence, limit, doc) \
	{ #member, kind, presence, limit, offsetof(struct record_##part, member), 0, NULL, NULL },
#define WORD(part, member, presence, words, doc) \
	{ #member, WORDS, presence, 0, offsetof(struct record_##part, member), 0, words, NULL },
#define SUB(part, member, of, presence, doc) \
	{ #member, PARTS, presence, 0, offsetof(struct record_##part, member), 0, NULL, &part_##of },
#define LIST(part, member, of, presence, limit, doc) \
	{ #member, LISTS, presence, limit, offsetof(struct record_##part, member), \
	    offsetof(struct record_##part, n##member), NULL, &part_##of },
#define END(part) }; static const struct shape part_##part = \
	{ sizeof (struct record_##part), COUNT(fields_##part), fields_##part };
#define RECORD(name, type, direction, doc)
#define RECORD_OF(name, part, type, direction, doc)
#include "record/record.def"
#include "record/undef.h"

static const struct { const char *type; const struct shape *part; } kinds[] = {
#define PART(name, doc)
#define FIELD(part, member, kind, presence, limit, doc)
#define WORD(part, member, presence, words, doc)
#define SUB(part, member, of, presence, doc)
#define LIST(part, member, of, presence, limit, doc)
#define END(part)
#define RECORD(name, type, direction, doc) { type, &part_##name },
#define RECORD_OF(name, part, type, direction, doc) { type, &part_##part },
#include "record/record.def"
#include "record/undef.h"
};

struct reading {
	struct arena *arena;
	const char *currency;		/* that a bare amount has here */
	struct err *e;
};

static bool read_part(struct reading *, const struct shape *, const json_t *, void *);

static bool
wrong(struct reading *r, const struct field *f, const char *what)
{
	return err_set(r->e, ERR_INPUT, "%s %s", f->name, what);
}

static bool
read_text(struct reading *r, const struct field *f, const json_t *v, void *to)
{
	const char *s = value_text(v);

	if (s == NULL || value_length(v) > f->limit)
		return err_set(r->e, ERR_INPUT, "%s is not a text of at most %zu bytes",
		    f->name, f->limit);
	if (f->kind != TEXT && (*s == '\0' || !str_clean(s, strlen(s))))
		return wrong(r, f, "is empty or holds control bytes");
	if (f->kind == URL && strncmp(s, "https://", 8) && strncmp(s, "http://", 7))
		return wrong(r, f, "is no http or https address");
	if (f->kind == CURRENCY && currency_exponent(s) < 0)
		return err_set(r->e, ERR_INPUT, "%s \"%.8s\" is no ISO 4217 code", f->name, s);
	*(const char **)to = s;
	return true;
}

static bool
read_money(struct reading *r, const struct field *f, const json_t *v, struct record_money *to)
{
	const char *currency = r->currency;
	const json_t *amount = v;

	if (value_kind(v) == VALUE_MAP) {
		amount = value_get(v, "amount");
		currency = value_text(value_get(v, "currency"));
	}
	if (value_kind(amount) != VALUE_TEXT)
		return wrong(r, f, "is no decimal text such as \"129.90\"");
	if (currency == NULL || currency_exponent(currency) < 0)
		return wrong(r, f, "has no ISO 4217 currency");
	if (!money_read(value_text(amount), value_length(amount), currency, &to->minor, r->e))
		return err_in(r->e, "%s", f->name);
	memcpy(to->currency, currency, 4);
	to->given = true;
	to->bare = amount == v;
	return true;
}

static bool
read_word(struct reading *r, const struct field *f, const json_t *v, int *to)
{
	const char *s = value_text(v), *w = f->words;
	size_t n = value_length(v);

	for (*to = 0; s && *w; (*to)++) {
		size_t len = strcspn(w, "|");

		if (len == n && !strncasecmp(w, s, n))
			return true;
		w += len + (w[len] == '|');
	}
	*to = -1;
	return err_set(r->e, ERR_INPUT, "%s is none of %s", f->name, f->words);
}

static bool
read_list(struct reading *r, const struct field *f, const json_t *v, void *base)
{
	size_t i, n = value_count(v), *count = (size_t *)(void *)((char *)base + f->count_offset);
	char *parts;

	if (value_kind(v) != VALUE_LIST || n > f->limit)
		return err_set(r->e, ERR_INPUT, "%s is not a list of at most %zu", f->name, f->limit);
	parts = arena_get(r->arena, n * f->of->size);
	for (i = 0; i < n; i++)
		if (!read_part(r, f->of, value_at(v, i), parts + i * f->of->size))
			return err_in(r->e, "%s %zu", f->name, i + 1);
	*(void **)(void *)((char *)base + f->offset) = parts;
	*count = n;
	return true;
}

static bool
read_sub(struct reading *r, const struct field *f, const json_t *v, void **to)
{
	*to = arena_get(r->arena, f->of->size);
	return read_part(r, f->of, v, *to) || err_in(r->e, "%s", f->name);
}

static bool
read_field(struct reading *r, const struct field *f, const json_t *v, void *base)
{
	void *to = (char *)base + f->offset;

	switch (f->kind) {
	case TEXT: case ID: case URL: case CURRENCY:
		return read_text(r, f, v, to);
	case INT:
		*(int64_t *)to = value_int(v);
		return (value_kind(v) == VALUE_INT || wrong(r, f, "is not an integer"))
		    && (value_int(v) >= (int64_t)f->limit || err_set(r->e, ERR_INPUT,
		    "%s is less than %zu", f->name, f->limit));
	case BOOL:
		*(bool *)to = value_true(v);
		return value_kind(v) == VALUE_BOOL || wrong(r, f, "is neither true nor false");
	case TIME:
		return (value_kind(v) == VALUE_TEXT && clock_read(value_text(v), to))
		    || wrong(r, f, "is not an RFC 3339 time");
	case MONEY:
		return read_money(r, f, v, to);
	case ANY:
		*(const json_t **)to = v;
		return true;
	case WORDS:
		return read_word(r, f, v, to);
	case PARTS:
		return read_sub(r, f, v, to);
	case LISTS:
		return read_list(r, f, v, base);
	}
	return err_set(r->e, ERR_BUG, "member %s has no kind", f->name);
}

static void
preset(const struct field *f, void *base)
{
	void *to = (char *)base + f->offset;

	if (f->kind == TIME)
		*(crt_time *)to = RECORD_NO_TIME;
	else if (f->kind == INT)
		*(int64_t *)to = RECORD_NO_INT;
	else if (f->kind == WORDS)
		*(int *)to = -1;
}

static bool
read_part(struct reading *r, const struct shape *p, const json_t *map, void *to)
{
	const char *outer = r->currency;
	const struct field *f;
	const char *own;

	if (value_kind(map) != VALUE_MAP)
		return err_set(r->e, ERR_INPUT, "is not an object");
	own = value_text(value_get(map, "currency"));
	if (own)
		r->currency = own;
	for (f = p->fields; f < p->fields + p->nfields; f++) {
		const json_t *v = value_get(map, f->name);

		preset(f, to);
		if (value_kind(v) <= VALUE_NULL) {
			if (f->presence == REQUIRED)
				return wrong(r, f, "is missing");
		} else if (!read_field(r, f, v, to))
			return false;
	}
	r->currency = outer;
	return true;
}

static bool
find_kind(struct record *rec, struct err *e)
{
	const char *type = value_text(value_get(rec->json, "type"));
	size_t i;

	for (i = 0; type && i < COUNT(kinds); i++)
		if (!strcmp(type, kinds[i].type)) {
			rec->kind = (enum record_kind)i;
			return true;
		}
	return err_set(e, ERR_INPUT, "unknown type \"%.64s\"", type ? type : "");
}

/* Extension attributes: https://github.com/cloudevents/spec, "Naming conventions". */
static bool
names_ok(const json_t *map, struct err *e)
{
	void *i;

	for (i = value_first(map); i; i = value_next(map, i)) {
		const char *k = value_key(i);
		size_t n = strspn(k, "abcdefghijklmnopqrstuvwxyz0123456789");
		bool data = !strcmp(k, "data");

		if (n == 0 || n > 20 || k[n])
			return err_set(e, ERR_INPUT, "\"%.32s\" is no attribute name", k);
		if (!data && value_kind(value_of(i)) >= VALUE_LIST)
			return err_set(e, ERR_INPUT, "attribute %s is not a scalar", k);
	}
	return true;
}

static bool
attribute(const json_t *map, const char *name, size_t limit, const char **to, struct err *e)
{
	const json_t *v = value_get(map, name);

	*to = value_text(v);
	if (*to == NULL || **to == '\0' || value_length(v) > limit
	    || !str_clean(*to, value_length(v)))
		return err_set(e, ERR_INPUT, "%s is missing, empty or longer than %zu bytes",
		    name, limit);
	return true;
}

/* What cannot be read orders nothing. */
static void
read_order(struct record *rec)
{
	const char *sequence = value_text(value_get(rec->json, "sequence"));

	rec->read = value_true(value_get(rec->json, "read"));
	if (sequence == NULL || !clock_read_nanos(sequence, &rec->sequence))
		rec->sequence = 0;
}

static bool
read_envelope(struct record *rec, struct err *e)
{
	static const char prefix[] = "/stores/";
	const char *version, *time, *source;

	if (!attribute(rec->json, "specversion", 8, &version, e)
	    || !attribute(rec->json, "source", 128, &source, e))
		return false;
	if (strncmp(source, prefix, sizeof prefix - 1) || source[sizeof prefix - 1] == '\0')
		return err_set(e, ERR_INPUT, "source is not /stores/SLUG");
	rec->store = source + sizeof prefix - 1;	/* first: whose it is counts when it is rejected */
	if (!attribute(rec->json, "id", 256, &rec->id, e)
	    || !attribute(rec->json, "time", 64, &time, e))
		return false;
	if (strcmp(version, "1.0"))
		return err_set(e, ERR_INPUT, "specversion is not \"1.0\"");
	if (!clock_read(time, &rec->time))
		return err_set(e, ERR_INPUT, "time is not an RFC 3339 time");
	read_order(rec);
	rec->correlation = value_text(value_get(rec->json, "correlationid"));
	return true;
}

bool
record_read(struct record *rec, const char *line, size_t n, struct arena *arena, struct err *e)
{
	struct reading r = { arena, NULL, e };
	const struct shape *part;

	*rec = (struct record){ 0 };
	if (n > RECORD_LINE_MAX)
		return err_set(e, ERR_INPUT, "longer than %zu bytes", RECORD_LINE_MAX);
	if (!value_read(&rec->json, line, n, e))
		return false;
	if (value_kind(rec->json) != VALUE_MAP)
		return err_set(e, ERR_INPUT, "not a JSON object");
	if (!find_kind(rec, e) || !names_ok(rec->json, e) || !read_envelope(rec, e))
		return false;
	part = kinds[rec->kind].part;
	rec->data = arena_get(arena, part->size);
	return read_part(&r, part, value_get(rec->json, "data"), rec->data)
	    || err_in(e, "%s", kinds[rec->kind].type);
}

const char *
record_type(enum record_kind kind)
{
	return kinds[kind].type;
}

const char *
record_channel(int word)
{
	static const char *const names[] = { "EMAIL", "SMS", "PUSH" };

	return word >= 0 && word < (int)COUNT(names) ? names[word] : NULL;
}
