/* mem.c: allocate memory or end the process. */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define BLOCK ((size_t)256 * 1024)
#define KEPT  ((size_t)64 * 1024 * 1024)	/* what a reset keeps for the next batch */
#define ALIGN alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) char bytes[];
};

void *
mem_must(void *p)
{
	static const char msg[] = "crt: out of memory\n";

	if (p == NULL) {
		if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0)
			_exit(EXIT_AGAIN);
		_exit(EXIT_AGAIN);
	}
	return p;
}

void *
mem_get(size_t n)
{
	return mem_must(calloc(1, n ? n : 1));
}

void *
mem_grow(void *p, size_t n)
{
	return mem_must(realloc(p, n ? n : 1));
}

/* Doubles the room at each power of two, so a list need not store its capacity. */
void *
mem_more(void *list, size_t n, size_t size)
{
	return n & (n - 1) ? list : mem_grow(list, (n ? 2 * n : 1) * size);
}

void *
mem_foreign(const void *p)
{
	return (void *)(uintptr_t)p;
}

char *
mem_dup(const char *s)
{
	return mem_must(strdup(s));
}

char *
mem_dupn(const char *s, size_t n)
{
	char *p = mem_must(malloc(n + 1));

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

static struct arena_block *
block_get(size_t n)
{
	struct arena_block *b = mem_must(malloc(sizeof *b + n));

	b->next = NULL;
	b->size = n;
	return b;
}

/* Takes the next kept block if it is large enough; else inserts a new one before it. */
static void
next_block(struct arena *a, size_t n)
{
	struct arena_block **place = a->now ? &a->now->next : &a->first, *b = *place;

	if (b == NULL || b->size < n) {
		b = block_get(n > BLOCK ? n : BLOCK);
		b->next = *place;
		*place = b;
	}
	a->now = b;
	a->used = 0;
}

void *
arena_get_raw(struct arena *a, size_t n)
{
	void *p;

	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (a->now == NULL || a->now->size - a->used < n)
		next_block(a, n);
	p = a->now->bytes + a->used;
	a->used += n;
	return p;
}

void *
arena_get(struct arena *a, size_t n)
{
	return memset(arena_get_raw(a, n), 0, n);
}

char *
arena_dup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_get_raw(a, n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

static void
blocks_free(struct arena_block *b)
{
	while (b) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
}

void
arena_reset(struct arena *a)
{
	struct arena_block *b = a->first;
	size_t kept = 0;

	for (; b && kept < KEPT; b = b->next) {
		kept += b->size;
		if (b->next && kept + b->next->size > KEPT) {
			blocks_free(b->next);
			b->next = NULL;
		}
	}
	a->now = a->first;
	a->used = 0;
}

void
arena_free(struct arena *a)
{
	blocks_free(a->first);
	*a = (struct arena){ 0 };
}
