/* tree.c: read a YAML tree and report errors with their place in it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/file.h"
#include "text/nearest.h"
#include "yaml/tree.h"

void
yaml_close(struct yaml *root)
{
	struct yaml_document *d = root ? root->document : NULL;

	if (d)
		arena_free(&d->memory);
	free(d);
}

enum yaml_kind
yaml_kind(const struct yaml *n)
{
	return n ? n->kind : YAML_NONE;
}

const char *
yaml_text(const struct yaml *n)
{
	return yaml_kind(n) == YAML_TEXT ? n->text : NULL;
}

bool
yaml_quoted(const struct yaml *n)
{
	return n && n->quoted;
}

size_t
yaml_count(const struct yaml *n)
{
	return n ? n->count : 0;
}

const struct yaml *
yaml_at(const struct yaml *n, size_t i)
{
	return i < yaml_count(n) ? n->pairs[i].value : NULL;
}

const char *
yaml_key_at(const struct yaml *n, size_t i)
{
	return i < yaml_count(n) ? n->pairs[i].key : NULL;
}

static const struct yaml *
yaml_tree_get(const struct yaml *n, const char *key, size_t length)
{
	for (size_t i = 0; yaml_kind(n) == YAML_MAP && i < n->count; i++)
		if (strncmp(n->pairs[i].key, key, length) == 0
		    && n->pairs[i].key[length] == '\0')
			return n->pairs[i].value;
	return NULL;
}

const struct yaml *
yaml_get(const struct yaml *n, const char *key)
{
	return yaml_tree_get(n, key, strlen(key));
}

const struct yaml *
yaml_path(const struct yaml *n, const char *path)
{
	while (n && *path) {
		size_t length = strcspn(path, ".");

		n = yaml_tree_get(n, path, length);
		path += length + (path[length] == '.');
	}
	return n;
}

char *
yaml_as_file(const struct yaml *node)
{
	const char *text = yaml_text(node);
	char *folder, *path;

	if (text == NULL)
		return NULL;
	if (*text == '/' || *text == '\0' || strcmp(text, "-") == 0)
		return mem_dup(text);
	folder = file_above(yaml_file(node));
	path = file_in(folder, text);
	free(folder);
	return path;
}

const char *
yaml_file(const struct yaml *n)
{
	return n ? n->document->file : "";
}

int
yaml_line(const struct yaml *n)
{
	return n ? n->line : 0;
}

int
yaml_column(const struct yaml *n)
{
	return n ? n->column : 0;
}

static bool
yaml_tree_fail(const char *file, int line, int column, struct err *e, const char *fmt, va_list ap)
{
	char text[ERR_TEXT_MAX];

	vsnprintf(text, sizeof text, fmt, ap);
	return err_set(e, ERR_CONFIG, "%s:%d:%d: %s", file, line, column, text);
}

bool
yaml_fail(const struct yaml *n, struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	yaml_tree_fail(yaml_file(n), yaml_line(n), yaml_column(n), e, fmt, ap);
	va_end(ap);
	return false;
}

bool
yaml_fail_key(const struct yaml *map, size_t pair, struct err *e, const char *fmt, ...)
{
	const struct yaml_pair *p = &map->pairs[pair];
	va_list ap;

	va_start(ap, fmt);
	yaml_tree_fail(yaml_file(map), p->line, p->column, e, fmt, ap);
	va_end(ap);
	return false;
}

bool
yaml_only(const struct yaml *n, const char *const *keys, struct err *e)
{
	if (yaml_kind(n) != YAML_MAP)
		return yaml_fail(n, e, "expected keys and values");
	for (size_t i = 0; i < n->count; i++) {
		struct nearest near = { .wanted = n->pairs[i].key };
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], near.wanted) != 0)
			nearest_try(&near, keys[k++]);
		if (keys[k])
			continue;
		yaml_fail_key(n, i, e, "unknown key \"%s\"", near.wanted);
		return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near))
		    : false;
	}
	return true;
}
