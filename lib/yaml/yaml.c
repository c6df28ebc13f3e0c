/* yaml.c: build a tree from libyaml's events and reject what crt does not allow. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>

#include "base/mem.h"
#include "os/owner.h"
#include "yaml/tree.h"

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;		/* the current event */
	const char *bytes;
	struct yaml_document *document;
	size_t nodes;
	struct err *e;
};

static bool
fail_at(struct reader *r, yaml_mark_t at, const char *what)
{
	return err_set(r->e, ERR_CONFIG, "%s:%zu:%zu: %s", r->document->file, at.line + 1,
	    at.column + 1, what);
}

static bool
fail_here(struct reader *r, const char *what)
{
	return fail_at(r, r->event.start_mark, what);
}

/* The mark of the byte at this offset. */
static yaml_mark_t
mark_of(const char *bytes, size_t offset)
{
	yaml_mark_t at = { 0 };

	for (size_t i = 0; i < offset; i++, at.column++)
		if (bytes[i] == '\n')
			at = (yaml_mark_t){ .line = at.line + 1, .column = (size_t)-1 };
	return at;
}

static bool
yaml_next(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;

	yaml_event_delete(&r->event);
	if (yaml_parser_parse(&r->parser, &r->event))
		return true;
	r->event = (yaml_event_t){ 0 };
	return fail_at(r, p->error == YAML_READER_ERROR	/* these errors have no mark */
	    ? mark_of(r->bytes, p->problem_offset) : p->problem_mark,
	    p->problem ? p->problem : "not valid YAML");
}

static bool
plain_event(struct reader *r)
{
	const yaml_event_t *v = &r->event;
	const void *anchor = NULL, *tag = NULL;

	if (v->type == YAML_ALIAS_EVENT)
		return fail_here(r, "aliases are not allowed");
	if (v->type == YAML_SCALAR_EVENT) {
		anchor = v->data.scalar.anchor;
		tag = v->data.scalar.tag;
	} else if (v->type == YAML_SEQUENCE_START_EVENT) {
		anchor = v->data.sequence_start.anchor;
		tag = v->data.sequence_start.tag;
	} else if (v->type == YAML_MAPPING_START_EVENT) {
		anchor = v->data.mapping_start.anchor;
		tag = v->data.mapping_start.tag;
	}
	if (anchor)
		return fail_here(r, "anchors are not allowed");
	return tag ? fail_here(r, "tags are not allowed") : true;
}

/* Escapes can produce bytes that the file itself may not contain. */
static bool
text_ok(struct reader *r)
{
	const unsigned char *s = r->event.data.scalar.value;

	for (size_t i = 0; i < r->event.data.scalar.length; i++)
		if ((s[i] < 0x20 && s[i] != '\t' && s[i] != '\n') || s[i] == 0x7f)
			return fail_here(r, "a text contains a control character");
	return true;
}

static struct yaml *
yaml_node(struct reader *r, enum yaml_kind kind)
{
	struct yaml *n = arena_get(&r->document->memory, sizeof *n);

	n->kind = kind;
	n->document = r->document;
	n->line = (int)r->event.start_mark.line + 1;
	n->column = (int)r->event.start_mark.column + 1;
	return n;
}

static const char *
yaml_scalar(struct reader *r)
{
	return arena_dup(&r->document->memory, (const char *)r->event.data.scalar.value,
	    r->event.data.scalar.length);
}

/* Adds a pair with room for its value. */
static struct yaml_pair *
pair_add(struct reader *r, struct yaml *n)
{
	struct yaml_pair *bigger;

	if ((n->count & (n->count - 1)) == 0) {		/* full at powers of two */
		bigger = arena_get(&r->document->memory,
		    (n->count ? 2 * n->count : 1) * sizeof *bigger);
		if (n->count)
			memcpy(bigger, n->pairs, n->count * sizeof *bigger);
		n->pairs = bigger;
	}
	return &n->pairs[n->count++];
}

static bool
read_key(struct reader *r, struct yaml *map)
{
	struct yaml_pair *pair;
	const char *key;

	if (r->event.type != YAML_SCALAR_EVENT)
		return fail_here(r, "a key must be a word");
	if (!plain_event(r) || !text_ok(r))
		return false;
	if (map->count == YAML_KEYS_MAX)
		return fail_here(r, "too many keys");
	key = yaml_scalar(r);
	if (yaml_get(map, key)) {
		fail_here(r, "this key appears twice");
		return err_hint(r->e, "the first \"%s\" is in line %d", key,
		    yaml_line(yaml_get(map, key)));
	}
	pair = pair_add(r, map);
	pair->key = key;
	pair->line = (int)r->event.start_mark.line + 1;
	pair->column = (int)r->event.start_mark.column + 1;
	return yaml_next(r);
}

static bool read_node(struct reader *, struct yaml **, int depth);

static bool
read_children(struct reader *r, struct yaml *n, yaml_event_type_t end, int depth)
{
	struct yaml *value;

	if (depth == YAML_DEPTH_MAX)
		return fail_here(r, "nested too deeply");
	while (yaml_next(r) && r->event.type != end) {
		if (n->kind == YAML_LIST)
			pair_add(r, n)->key = NULL;
		else if (!read_key(r, n))
			return false;
		if (!read_node(r, &value, depth + 1))
			return false;
		n->pairs[n->count - 1].value = value;
	}
	return r->event.type == end;
}

/* Reads the node that the current event begins; afterwards the current event is its last. */
static bool
read_node(struct reader *r, struct yaml **out, int depth)
{
	if (!plain_event(r))
		return false;
	if (++r->nodes > YAML_NODES_MAX)
		return fail_here(r, "too many values");
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		if (!text_ok(r))
			return false;
		*out = yaml_node(r, YAML_TEXT);
		(*out)->text = yaml_scalar(r);
		(*out)->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		return true;
	case YAML_SEQUENCE_START_EVENT:
		*out = yaml_node(r, YAML_LIST);
		return read_children(r, *out, YAML_SEQUENCE_END_EVENT, depth);
	case YAML_MAPPING_START_EVENT:
		*out = yaml_node(r, YAML_MAP);
		return read_children(r, *out, YAML_MAPPING_END_EVENT, depth);
	default:
		return fail_here(r, "expected a value");
	}
}

static bool
read_document(struct reader *r, struct yaml **root)
{
	if (!yaml_next(r) || !yaml_next(r))	/* the stream, then a document or its end */
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		*root = yaml_node(r, YAML_MAP);
		return true;
	}
	if (r->event.data.document_start.tag_directives.start
	    != r->event.data.document_start.tag_directives.end)
		return fail_here(r, "tags are not allowed");
	if (!yaml_next(r) || !read_node(r, root, 0) || !yaml_next(r) || !yaml_next(r))
		return false;
	if (r->event.type != YAML_STREAM_END_EVENT)
		return fail_here(r, "the file has a second document");
	if ((*root)->kind == YAML_TEXT && !(*root)->quoted && *(*root)->text == '\0')
		(*root)->kind = YAML_MAP;		/* only comments */
	return true;
}

static bool
bytes_ok(struct reader *r, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			return fail_at(r, mark_of(bytes, i), "the file contains a control byte");
	}
	return true;
}

bool
yaml_read(const char *name, const char *bytes, size_t n, struct yaml **root, struct err *e)
{
	struct reader r = { .e = e, .bytes = bytes };
	bool ok;

	*root = NULL;
	if (n > YAML_BYTES_MAX)
		return err_set(e, ERR_CONFIG, "\"%s\" has more than %d bytes", name, YAML_BYTES_MAX);
	r.document = mem_get(sizeof *r.document);
	r.document->file = arena_dup(&r.document->memory, name, strlen(name));
	if (!yaml_parser_initialize(&r.parser))
		abort();		/* memory, as in base/mem.h */
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, n);
	ok = bytes_ok(&r, bytes, n) && read_document(&r, root);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	if (!ok) {
		arena_free(&r.document->memory);
		free(r.document);
		*root = NULL;
	}
	return ok;
}

bool
yaml_read_file(const char *file, struct yaml **root, struct err *e)
{
	bool in = strcmp(file, "-") == 0, ok;
	int fd = in ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char *bytes;
	size_t n = 0;
	ssize_t got = 0;

	*root = NULL;
	if (fd < 0)
		return owner_check(file, e)
		    && err_set(e, ERR_FILE, "cannot open \"%s\": %s", file, strerror(errno));
	bytes = mem_get(YAML_BYTES_MAX + 1);
	while (n <= YAML_BYTES_MAX && (got = read(fd, bytes + n, YAML_BYTES_MAX + 1 - n)) > 0)
		n += (size_t)got;
	ok = got < 0 ? err_set(e, ERR_FILE, "cannot read \"%s\": %s", file, strerror(errno))
	    : yaml_read(in ? "standard input" : file, bytes, n, root, e);
	close(fd);
	free(bytes);
	return ok;
}
