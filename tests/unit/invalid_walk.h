/* invalid_walk.h: each field of each golden delivery of a platform, invalid in each way. */
#ifndef CRT_INVALID_WALK_H
#define CRT_INVALID_WALK_H

#include <dirent.h>
#include <stdlib.h>

#include "slurp.h"
#include "invalid_fixture.h"

#define INVALID_TOP (getenv("TOP") ? getenv("TOP") : ".")
#define GOLDEN	 "tests/golden/platform"

/* What is done with a fixture, and with each way in which a field of it is invalid. */
struct damaging {
	bool (*begin)(struct fixture *, void *arg);	/* false: this one is of no use */
	bool (*wanted)(const struct fixture *, const char *damage, size_t way);
	void (*judge)(struct fixture *, const json_t *was, size_t which, void *arg);
	void *arg;
	size_t stride;		/* ways from the begin of a field to the next; 0: none does */
};

/* Each field of the map in turn, and each that holds fields. */
static inline void
damage(struct fixture *f, json_t *map, const struct damaging *s)
{
	const size_t at = strlen(f->path);
	json_t *was = json_deep_copy(map);
	size_t k, n;
	void *i;

	for (i = value_first(was); i; i = value_next(was, i), f->fields++) {
		snprintf(f->path + at, sizeof f->path - at, "%s%s", at ? "." : "", value_key(i));
		for (n = 0; n < COUNT(damages); n++) {
			k = (n + f->fields * s->stride) % COUNT(damages);
			const char *text = is_raw(damages[k]) ? RAW_PLACE : damages[k];
			struct err e = { 0 };
			json_t *v;

			if (!s->wanted(f, damages[k], f->ways++))
				continue;
			if (value_read_exact(&v, text, strlen(text), &e))
				value_set(map, value_key(i), v);
			s->judge(f, value_of(i), k, s->arg);
		}
		value_set(map, value_key(i), json_deep_copy(value_of(i)));
		if (value_kind(value_of(i)) == VALUE_MAP)
			damage(f, value_get(map, value_key(i)), s);
		if (value_kind(value_at(value_of(i), 0)) == VALUE_MAP)
			damage(f, value_at(value_get(map, value_key(i)), 0), s);
		f->path[at] = '\0';
	}
	value_free(was);
}

static inline void
damage_file(struct fixture *f, const struct damaging *s)
{
	struct str path = STR_MAX(4096), file = STR_MAX(TEXT_MAX);
	struct err e = { 0 };
	const char *at;
	json_t *v = NULL;
	size_t n;

	str_printf(&path, "%s/" GOLDEN "/%s/%s", INVALID_TOP, f->platform->name, f->name);
	if (slurp(str_text(&path), &file) && value_read(&v, file.data, file.len, &e)
	    && value_kind(value_get(v, "body")) == VALUE_MAP
	    && value_span(file.data, file.len, "body", &at, &n)
	    && value_read_exact(&f->body, at, n, &e)) {
		f->topic = value_text(value_get(v, "topic"));
		f->headers = value_get(v, "headers");
		f->whole = json_deep_copy(f->body);
		deliver(f, NULL, &f->was, &e);
		if (f->was.taken && s->begin(f, s->arg))
			damage(f, f->body, s);
		forget(&f->was);
		value_free(f->whole);
		value_free(f->body);
	}
	value_free(v);
	str_free(&path);
	str_free(&file);
}

static inline int
is_fixture(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot && !strcmp(dot, ".json");
}

/* All fixtures of a platform, in the order of their names. */
static inline void
damage_platform(const struct platform *p, const struct damaging *s)
{
	struct fixture f = { .platform = p };
	struct str path = STR_MAX(4096);
	struct dirent **names;
	int i, n;

	str_printf(&path, "%s/" GOLDEN "/%s", INVALID_TOP, p->name);
	n = scandir(str_text(&path), &names, is_fixture, alphasort);
	for (i = 0; i < n; i++) {
		f.name = names[i]->d_name;
		damage_file(&f, s);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	str_free(&path);
}

#endif
