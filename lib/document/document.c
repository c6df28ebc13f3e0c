/* document.c: open the file of a campaign or a template: its text and its YAML tree. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "text/nearest.h"
#include "document/document.h"

bool
document_bytes(const char *file, size_t max, char **text, size_t *n, struct err *e)
{
	bool in = !strcmp(file, "-");
	int fd = in ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY), why = 0;
	ssize_t got = 0;

	*text = NULL;
	*n = 0;
	if (fd < 0)
		return err_set(e, ERR_FILE, "cannot open \"%s\": %s", file, strerror(errno));
	*text = mem_get(max + 2);
	while (*n <= max && (got = read(fd, *text + *n, max + 1 - *n)) > 0)
		*n += (size_t)got;
	if (got < 0)
		why = errno;
	close(fd);
	if (why)
		return err_set(e, ERR_FILE, "cannot read \"%s\": %s", file, strerror(why));
	if (*n > max)
		return err_set(e, ERR_CONFIG, "\"%s\" is longer than %zu bytes", file, max);
	return strlen(*text) == *n || err_set(e, ERR_CONFIG, "\"%s\" has a NUL byte", file);
}

const char *const document_kinds[] = { [DOCUMENT_CAMPAIGN] = "campaign",
    [DOCUMENT_TEMPLATE] = "template", [DOCUMENT_SEGMENT] = "segment",
    [DOCUMENT_PARTIAL] = "partial" };

static bool
document_kind_of(struct document *d, const char *name, struct err *e)
{
	const char *key = yaml_key_at(d->root, 0);
	size_t i;
	struct nearest near = { .wanted = key };

	if (key == NULL)
		return err_set(e, ERR_CONFIG, "%s:1:1: not a campaign, template, partial, or segment",
		    name);
	for (i = 0; i < DOCUMENT_KINDS; i++) {
		if (!strcmp(key, document_kinds[i])) {
			d->kind = (enum document_kind)i;
			return true;
		}
		nearest_try(&near, document_kinds[i]);
	}
	yaml_fail_key(d->root, 0, e,
	    "the first key is \"%.64s\", not campaign, template, partial, or segment",
	    key);
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near)) : false;
}

bool
document_open(struct document *d, const char *file, struct err *e)
{
	const char *name = !strcmp(file, "-") ? "standard input" : file;
	size_t n;

	*d = (struct document){ 0 };
	return document_bytes(file, YAML_BYTES_MAX, &d->text, &n, e)
	    && yaml_read(name, d->text, n, &d->root, e) && document_kind_of(d, name, e);
}

void
document_close(struct document *d)
{
	yaml_close(d->root);
	free(d->text);
	*d = (struct document){ 0 };
}
