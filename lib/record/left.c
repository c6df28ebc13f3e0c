/* left.c: the members left out of a record, as a list and as an attribute's text. */
#include <string.h>

#include "record/left.h"

#define PATH_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

static const struct {
	const char *word, *reason;
} reasons[] = {
#define LEFT(name, word, reason) { word, reason },
#include "record/left.def"
#undef LEFT
};

const char *
left_reason(enum left_reason why)
{
	return reasons[why].reason;
}

enum left_result
left_result(enum left_reason why)
{
	if (why == LEFT_GARBLED || why == LEFT_TWICE)
		return LEFT_REPAIRED;
	return why == LEFT_FUTURE ? LEFT_LATEST : LEFT_OUT;
}

const char *
left_outcome(enum left_reason why)
{
	static const char *const texts[] = {
		[LEFT_OUT] = "left out", [LEFT_REPAIRED] = "repaired",
		[LEFT_LATEST] = "read as the latest possible time",
	};

	return texts[left_result(why)];
}

enum left_reason
left_find(const char *reason)
{
	size_t i = 0;

	while (i < COUNT(reasons) && strcmp(reasons[i].reason, reason))
		i++;
	return (enum left_reason)i;
}

static void
left_append(struct lefts *all, struct arena *a, const char *path, size_t n, enum left_reason why)
{
	struct left *l;

	for (l = all->first; l; l = l->next)
		if (!strncmp(l->path, path, n) && l->path[n] == '\0')
			return;
	if (all->n == LEFT_MAX)
		return;
	if (all->n == LEFT_MAX - 1) {
		path = LEFT_OTHERS;
		n = sizeof LEFT_OTHERS - 1;
	}
	l = arena_get(a, sizeof *l);
	*l = (struct left){ .path = arena_dup(a, path, n), .reason = why };
	*(all->last ? &all->last->next : &all->first) = l;
	all->last = l;
	all->n++;
}

void
left_add(struct lefts *all, struct arena *a, const char *path, enum left_reason why)
{
	left_append(all, a, path, strnlen(path, LEFT_PATH - 1), why);
}

bool
left_within(const struct lefts *all, const char *path)
{
	const struct left *l;
	size_t n;

	for (l = all->first; l; l = l->next) {
		for (n = 0; path[n] && l->path[n] == path[n]; n++)
			;
		if (strchr(".", path[n]) && strchr(".", l->path[n])
		    && (path[n] == '\0' || l->path[n] == '\0'))
			return true;
	}
	return all->n == LEFT_MAX;
}

void
left_print(struct str *s, const struct lefts *all)
{
	const struct left *l;

	for (l = all->first; l; l = l->next)
		str_printf(s, "%s%s:%s", l == all->first ? "" : ",", l->path,
		    reasons[l->reason].word);
}

static enum left_reason
left_word(const char *text, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(reasons); i++)
		if (strlen(reasons[i].word) == n && !strncmp(reasons[i].word, text, n))
			break;
	return (enum left_reason)i;
}

void
left_read(struct lefts *all, struct arena *a, const char *text)
{
	while (*text) {
		size_t path = strspn(text, PATH_BYTES), all_of_it = strcspn(text, ",");
		enum left_reason why = LEFT_REASONS;

		if (path && path < LEFT_PATH && text[path] == ':')
			why = left_word(text + path + 1, all_of_it - path - 1);
		if (why != LEFT_REASONS)
			left_append(all, a, text, path, why);
		text += all_of_it;
		text += *text == ',';
	}
}
