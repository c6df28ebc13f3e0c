/* segment_file.c: read a segment's file. */
#include <string.h>

#include "document/condition_file.h"
#include "document/segment_file.h"

static bool
segment_of_customer(const struct condition *c)
{
	const struct condition_row *row = condition_row(c->kind);
	size_t i;

	for (i = 0; i < c->nparts; i++)
		if (!segment_of_customer(&c->parts[i]))
			return false;
	return row == NULL || !strncmp(row->path, "customer.", strlen("customer."));
}

bool
segment_file_read(struct segment_file *f, const struct document *d, struct err *e)
{
	static const char *const keys[] = { "segment", "store", "conditions", NULL };
	const struct yaml *map;

	*f = (struct segment_file){ .name = NULL };
	if (!yaml_only(d->root, keys, e) || !field_name(d->root, "segment", &f->name, e)
	    || !field_name(d->root, "store", &f->store, e)
	    || !field_need(d->root, "conditions", &map, e)
	    || !condition_file_read(&f->conditions, map, e))
		return false;
	if (f->conditions.nparts && segment_of_customer(&f->conditions))
		return true;
	yaml_fail(map, e, "a segment needs conditions on the customer, and has no others");
	return err_hint(e, "conditions on the cart belong in the trigger of a campaign");
}

void
segment_file_free(struct segment_file *f)
{
	condition_free(&f->conditions);
}
