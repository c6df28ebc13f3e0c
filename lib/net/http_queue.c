/* http_queue.c: find the exchange that starts next. */
#include "base/mem.h"
#include "net/http_exchange.h"

static bool
http_queue_before(const struct http_exchange *a, const struct http_exchange *b)
{
	return a->start != b->start ? a->start < b->start : a->number < b->number;
}

void
http_queue_put(struct http_queue *q, struct http_exchange *x)
{
	size_t i;

	q->list = mem_more(q->list, q->n, sizeof *q->list);
	for (i = q->n++; i > 0 && http_queue_before(x, q->list[(i - 1) / 2]); i = (i - 1) / 2)
		q->list[i] = q->list[(i - 1) / 2];
	q->list[i] = x;
}

struct http_exchange *
http_queue_take(struct http_queue *q)
{
	struct http_exchange *first = q->list[0], *last = q->list[--q->n];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < q->n) {
		if (child + 1 < q->n && http_queue_before(q->list[child + 1], q->list[child]))
			child++;
		if (!http_queue_before(q->list[child], last))
			break;
		q->list[i] = q->list[child];
		i = child;
	}
	q->list[i] = last;
	return first;
}
