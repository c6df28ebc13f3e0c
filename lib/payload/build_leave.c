/* build_leave.c: note a field that was left out, found by its place in memory. */
#include <string.h>

#include "json/value_mend.h"
#include "payload/build.h"

static _Thread_local struct build *making;

struct build *
build_begin(struct build *b)
{
	struct build *was = making;

	making = b;
	return was;
}

/* The target: a map or list, or the text that contains these bytes. */
struct target {
	const json_t *node;
	const char *text;
};

static bool
is_target(const struct target *t, const json_t *v)
{
	const char *text = value_text(v);

	if (t->node)
		return v == t->node;
	return text && t->text >= text && t->text <= text + value_length(v);
}

/* Writes the members that lead to it; list elements have no name. */
static bool
write_member_path(const struct target *t, const json_t *v, struct str *path)
{
	size_t i, was = path->len;
	void *m;

	if (is_target(t, v))
		return true;
	if (value_kind(v) == VALUE_LIST)
		for (i = 0; i < value_count(v); i++)
			if (write_member_path(t, value_at(v, i), path))
				return true;
	if (value_kind(v) == VALUE_MAP)
		for (m = value_first(v); m; m = value_next(v, m)) {
			str_printf(path, "%s%s", was ? "." : "", value_key(m));
			if (write_member_path(t, value_of(m), path))
				return true;
			str_cut(path, was);
		}
	return false;
}

void
build_leave_named(const char *path, enum left_reason why)
{
	if (making)
		left_add(&making->left, &making->arena, path, why);
}

void
build_leave(const json_t *v, const char *path, enum left_reason why)
{
	struct str s = STR_MAX(LEFT_PATH);

	if (making == NULL)
		return;
	if (v)
		write_member_path(&(struct target){ v, NULL }, making->body, &s);
	str_printf(&s, "%s%s", s.len && *path ? "." : "", path);
	build_leave_named(str_text(&s), why);
	str_free(&s);
}

void
build_leave_text(const char *text, enum left_reason why)
{
	struct str s = STR_MAX(LEFT_PATH);

	if (making == NULL)
		return;
	write_member_path(&(struct target){ NULL, text }, making->body, &s);
	build_leave_named(s.len ? str_text(&s) : "header", why);
	str_free(&s);
}

/* Notes each text with an unreadable character, by the members that lead to it. */
static void
leave_garbled(const json_t *v, struct str *path)
{
	size_t i, was = path->len;
	void *m;

	if (value_kind(v) == VALUE_TEXT && strstr(value_text(v), VALUE_UNREADABLE))
		build_leave_named(was ? str_text(path) : LEFT_OTHERS, LEFT_GARBLED);
	if (value_kind(v) == VALUE_LIST)
		for (i = 0; i < value_count(v); i++)
			leave_garbled(value_at(v, i), path);
	if (value_kind(v) == VALUE_MAP)
		for (m = value_first(v); m; m = value_next(v, m)) {
			str_printf(path, "%s%s", was ? "." : "", value_key(m));
			if (strstr(value_key(m), VALUE_UNREADABLE))
				build_leave_named(LEFT_OTHERS, LEFT_GARBLED);
			leave_garbled(value_of(m), path);
			str_cut(path, was);
		}
}

void
build_leave_mended(const json_t *body, const struct value_mended *what)
{
	struct str path = STR_MAX(LEFT_PATH);

	if (what->characters)
		leave_garbled(body, &path);
	if (what->depth)
		build_leave_named(LEFT_OTHERS, LEFT_DEEP);
	if (*what->twice)
		build_leave_named(what->twice, LEFT_TWICE);
	str_free(&path);
}
