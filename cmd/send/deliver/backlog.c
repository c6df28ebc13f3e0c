/* backlog.c: the records of a batch that are still to be claimed, in order. */
#include <stdlib.h>
#include <string.h>

#include "backlog.h"

void
backlog_open(struct backlog *b, struct record_reader *in, const struct stores *stores)
{
	*b = (struct backlog){ .in = in, .stores = stores };
}

void
backlog_close(struct backlog *b)
{
	free(b->again);
}

void
backlog_begin(struct backlog *b)
{
	b->at = b->n = 0;
}

void
backlog_ahead(struct backlog *b, size_t max)
{
	record_reader_decode(b->in, b->stores, b->at + max);
}

bool
backlog_empty(const struct backlog *b)
{
	return b->n == 0 && b->at == b->in->n && b->in->decoded == b->in->nlines;
}

void
backlog_again(struct backlog *b, size_t record)
{
	if (b->n == b->room) {
		b->room = 2 * b->room + 64;
		b->again = mem_grow(b->again, b->room * sizeof *b->again);
	}
	b->again[b->n++] = record;
}

size_t
backlog_take(struct backlog *b, size_t *records, size_t max)
{
	size_t n = 0, old = 0;

	backlog_ahead(b, max);
	while (n < max && (old < b->n || b->at < b->in->n)) {
		size_t next = old < b->n ? b->again[old] : b->at;

		if (n && strcmp(b->in->records[next].store, b->in->records[records[0]].store))
			break;
		records[n++] = next;
		if (old < b->n)
			old++;
		else
			b->at++;
	}
	b->n -= old;
	if (b->n)
		memmove(b->again, b->again + old, b->n * sizeof *b->again);
	return n;
}
