/* record.c: validate a line against record.def and fill the structures. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "record/money.h"
#include "record/record.h"

enum presence { OPTIONAL, REQUIRED };
enum kind { TEXT, PHONE, ID, URL, CURRENCY, INT, BOOL, TIME, MONEY, ANY, WORDS, PARTS, LISTS };

struct shape;

struct field {
	const char *name;
	enum kind kind;
	enum presence presence;
	size_t limit, offset, count_offset;
	const char *const *words;
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
	{ #member, WORDS, presence, 0, offsetof(struct record_##part, member), 0, words_##words, NULL },
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

/* The path of the member being read, the innermost first. */
struct step {
	const struct step *up;
	const char *name;
};

struct reading {
	struct arena *arena;
	const char *currency;		/* the currency of a bare amount here */
	const struct step *at;
	struct lefts *left;
	enum left_reason why;		/* the reason for e */
	char path[LEFT_PATH];		/* the path of that member */
	struct err *e;
};

static bool record_read_part(struct reading *, const struct shape *, const json_t *, void *);

static void
write_path(const struct step *at, struct str *s)
{
	if (at->up)
		write_path(at->up, s);
	str_printf(s, "%s%s", at->up ? "." : "", at->name);
}

/* Remembers the path and the reason, in case the member can be left out. Call after err_set. */
static bool
record_wrong(struct reading *r, enum left_reason why)
{
	struct str s = STR_MAX(LEFT_PATH - 1);

	if (r->at)
		write_path(r->at, &s);
	memcpy(r->path, str_text(&s), s.len + 1);
	str_free(&s);
	r->why = why;
	return false;
}

static bool
record_wrong_print(struct reading *r, const struct field *f, enum left_reason why, const char *what)
{
	return err_set(r->e, ERR_INPUT, "%s %s", f->name, what) || record_wrong(r, why);
}

static bool
read_text(struct reading *r, const struct field *f, const json_t *v, void *to)
{
	const char *s = f->kind == PHONE ? record_phone(v, r->arena) : value_text(v);

	if (s == NULL || value_length(v) > f->limit)
		return err_set(r->e, ERR_INPUT, "%s is not a text of at most %zu bytes",
		    f->name, f->limit) || record_wrong(r, s ? LEFT_LONG : LEFT_TEXT);
	if (f->kind > PHONE && (*s == '\0' || !str_clean(s, strlen(s))))
		return record_wrong_print(r, f, *s ? LEFT_CONTROL : LEFT_EMPTY,
		    "is empty or holds control bytes");
	if (f->kind == URL && strncmp(s, "https://", 8) && strncmp(s, "http://", 7))
		return record_wrong_print(r, f, LEFT_URL, "is not an http or https address");
	if (f->kind == CURRENCY && currency_exponent(s) < 0)
		return err_set(r->e, ERR_INPUT, "%s \"%.8s\" is not an ISO 4217 code", f->name, s)
		    || record_wrong(r, LEFT_CURRENCY);
	*(const char **)to = s;
	return true;
}

static bool
record_read_money(struct reading *r, const struct field *f, const json_t *v,
    struct record_money *to)
{
	const char *currency = r->currency;
	const json_t *amount = v;

	if (value_kind(v) == VALUE_MAP) {
		amount = value_get(v, "amount");
		currency = value_text(value_get(v, "currency"));
	}
	if (value_kind(amount) != VALUE_TEXT)
		return record_wrong_print(r, f, LEFT_AMOUNT, "is not a decimal text such as \"129.90\"");
	if (currency == NULL || currency_exponent(currency) < 0)
		return record_wrong_print(r, f, LEFT_CURRENCY, "has no ISO 4217 currency");
	if (!money_read(value_text(amount), value_length(amount), currency, &to->minor, r->e))
		return err_in(r->e, "%s", f->name) || record_wrong(r, LEFT_AMOUNT);
	if (to->minor < 0)
		return record_wrong_print(r, f, LEFT_NEGATIVE, "is less than 0");
	memcpy(to->currency, currency, 4);
	to->given = true;
	to->bare = amount == v;
	return true;
}

static bool
record_read_word(struct reading *r, const struct field *f, const json_t *v, int *to)
{
	const char *s = value_text(v);
	struct str all = STR_MAX(ERR_TEXT_MAX);
	int i;

	for (*to = 0; s && f->words[*to]; (*to)++)
		if (!strcasecmp(f->words[*to], s))
			return true;
	for (i = 0; f->words[i]; i++)
		str_printf(&all, "%s%s", i ? "|" : "", f->words[i]);
	*to = -1;
	err_set(r->e, ERR_INPUT, "%s is not one of %s", f->name, str_text(&all));
	str_free(&all);
	return record_wrong(r, LEFT_WORD);
}

/* Records the member as left out and clears the error. */
static void
record_leave_out(struct reading *r)
{
	left_add(r->left, r->arena, r->path, r->why);
	*r->e = (struct err){ 0 };
}

/* Leaves out elements that cannot be read; fails if none is left. */
static bool
record_read_list(struct reading *r, const struct field *f, const json_t *v, void *base)
{
	size_t i, k = 0, n = value_count(v), *count;
	char *parts;

	if (value_kind(v) != VALUE_LIST || n > f->limit)
		return err_set(r->e, ERR_INPUT, "%s is not a list of at most %zu", f->name, f->limit)
		    || record_wrong(r, LEFT_LIST);
	parts = arena_get(r->arena, n * f->of->size);
	for (i = 0; i < n; i++)
		if (record_read_part(r, f->of, value_at(v, i), parts + k * f->of->size))
			k++;
		else if (i + 1 == n && k == 0)
			return err_in(r->e, "%s %zu", f->name, i + 1);
		else
			record_leave_out(r);
	*(void **)(void *)((char *)base + f->offset) = parts;
	count = (size_t *)(void *)((char *)base + f->count_offset);
	*count = k;
	return true;
}

static bool
read_sub(struct reading *r, const struct field *f, const json_t *v, void **to)
{
	*to = arena_get(r->arena, f->of->size);
	return record_read_part(r, f->of, v, *to) || err_in(r->e, "%s", f->name);
}

static bool
record_read_int(struct reading *r, const struct field *f, const json_t *v, int64_t *to)
{
	if (!value_whole(v, to))
		return record_wrong_print(r, f, LEFT_INTEGER, "is not an integer");
	return *to >= (int64_t)f->limit || err_set(r->e, ERR_INPUT, "%s is less than %zu",
	    f->name, f->limit) || record_wrong(r, LEFT_INTEGER);
}

static bool
read_field(struct reading *r, const struct field *f, const json_t *v, void *base)
{
	void *to = (char *)base + f->offset;

	switch (f->kind) {
	case TEXT: case PHONE: case ID: case URL: case CURRENCY:
		return read_text(r, f, v, to);
	case INT:
		return record_read_int(r, f, v, to);
	case BOOL:
		*(bool *)to = value_true(v);
		return value_kind(v) == VALUE_BOOL
		    || record_wrong_print(r, f, LEFT_FLAG, "is neither true nor false");
	case TIME:
		return (value_kind(v) == VALUE_TEXT && clock_read(value_text(v), to))
		    || record_wrong_print(r, f, LEFT_TIME, "is not an RFC 3339 time");
	case MONEY:
		return record_read_money(r, f, v, to);
	case ANY:
		*(const json_t **)to = v;
		return true;
	case WORDS:
		return record_read_word(r, f, v, to);
	case PARTS:
		return read_sub(r, f, v, to);
	case LISTS:
		return record_read_list(r, f, v, base);
	}
	return err_set(r->e, ERR_BUG, "member %s has no kind", f->name);
}

/* Sets the value of an absent member. */
static void
record_default(const struct field *f, void *base)
{
	void *to = (char *)base + f->offset;

	switch (f->kind) {
	case TIME:
		*(crt_time *)to = RECORD_NO_TIME;
		break;
	case INT:
		*(int64_t *)to = RECORD_NO_INT;
		break;
	case WORDS:
		*(int *)to = -1;
		break;
	case BOOL:
		*(bool *)to = false;
		break;
	case MONEY:
		*(struct record_money *)to = (struct record_money){ 0 };
		break;
	case LISTS:
		*(size_t *)(void *)((char *)base + f->count_offset) = 0;
		*(void **)to = NULL;
		break;
	default:
		*(void **)to = NULL;
	}
}

/* Reads one member. An optional member that cannot be read counts as absent. */
static bool
read_member(struct reading *r, const struct field *f, const json_t *v, void *base)
{
	const struct step *up = r->at, here = { up, f->name };
	const char *outer = r->currency;
	bool ok;

	record_default(f, base);
	if (value_kind(v) <= VALUE_NULL && f->presence == OPTIONAL)
		return true;
	r->at = &here;
	ok = value_kind(v) <= VALUE_NULL ? record_wrong_print(r, f, LEFT_MISSING, "is missing")
	    : read_field(r, f, v, base);
	if (!ok && f->presence == OPTIONAL) {
		record_leave_out(r);
		record_default(f, base);
		ok = true;
	}
	r->currency = outer;
	r->at = up;
	return ok;
}

static bool
record_read_part(struct reading *r, const struct shape *p, const json_t *map, void *to)
{
	const struct field *f;
	const char *own;

	if (value_kind(map) != VALUE_MAP)
		return err_set(r->e, ERR_INPUT, "is not an object") || record_wrong(r, LEFT_OBJECT);
	own = value_text(value_get(map, "currency"));
	if (own)
		r->currency = own;
	for (f = p->fields; f < p->fields + p->nfields; f++)
		if (!read_member(r, f, value_get(map, f->name), to))
			return false;
	return true;
}

/* Also in capitals, and without "crt." */
static bool
type_matches(const char *type, const char *given)
{
	return !strcasecmp(type, given) || !strcasecmp(strchr(type, '.') + 1, given);
}

/* What holds an order is about that order, whatever its type is called. */
static bool
find_kind(struct record *rec, struct arena *arena, struct err *e)
{
	const json_t *given = value_get(rec->json, "type");
	const char *type = value_text(given);
	size_t i;

	for (i = 0; type && i < COUNT(kinds); i++)
		if (type_matches(kinds[i].type, type)) {
			rec->kind = (enum record_kind)i;
			return true;
		}
	if (value_kind(value_path(rec->json, "data.order")) != VALUE_MAP)
		return err_set(e, ERR_INPUT, "unknown type \"%.64s\"", type ? type : "");
	rec->kind = RECORD_order_updated;
	left_add(&rec->left, arena, "type", type ? LEFT_WORD : value_kind(given) <= VALUE_NULL
	    ? LEFT_MISSING : LEFT_TEXT);
	return true;
}

static bool
record_read_parsed(struct record *rec, const char *store, const char *line, size_t n,
    struct arena *arena, struct err *e)
{
	struct reading r = { .arena = arena, .left = &rec->left, .e = e };
	const struct shape *part;

	if (value_kind(rec->json) != VALUE_MAP)
		return err_set(e, ERR_INPUT, "not a JSON object");
	if (!find_kind(rec, arena, e) || !record_envelope(rec, store, arena, line, n, e))
		return false;
	part = kinds[rec->kind].part;
	rec->data = arena_get(arena, part->size);
	return (record_read_part(&r, part, value_get(rec->json, "data"), rec->data)
	    && record_named(rec, e)) || err_in(e, "%s", kinds[rec->kind].type);
}

bool
record_read(struct record *rec, const char *line, size_t n, struct arena *arena, struct err *e)
{
	return record_read_of(rec, NULL, line, n, arena, e);
}

bool
record_read_of(struct record *rec, const char *store, const char *line, size_t n,
    struct arena *arena, struct err *e)
{
	*rec = (struct record){ 0 };
	if (n > RECORD_LINE_MAX)
		return err_set(e, ERR_INPUT, "longer than %zu bytes", RECORD_LINE_MAX);
	return value_read(&rec->json, line, n, e)
	    && record_read_parsed(rec, store, line, n, arena, e);
}

bool
record_read_value(struct record *rec, json_t *v, const char *line, size_t n,
    struct arena *arena, struct err *e)
{
	*rec = (struct record){ .json = value_hold(v) };
	return record_read_parsed(rec, NULL, line, n, arena, e);
}

const char *
record_type(enum record_kind kind)
{
	return kinds[kind].type;
}
