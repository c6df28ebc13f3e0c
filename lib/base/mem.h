/*
 * mem.h: allocate memory or end the process (exit 75, see crt(7)).
 *
 * Three lifetimes: a run (mem_get, freed before main returns), a batch (an arena, emptied after
 * the commit), and a call (locals).
 */
#ifndef CRT_MEM_H
#define CRT_MEM_H

#include "base/base.h"

void *mem_get(size_t n);		/* zeroed; release with free() */
void *mem_grow(void *, size_t n);	/* like realloc */
void *mem_more(void *list, size_t n, size_t size);	/* grows a list of n elements by one */
void *mem_must(void *);		/* returns it, unless a library failed to allocate it (NULL) */
char *mem_dup(const char *);
void *mem_foreign(const void *);	/* for foreign functions that lack const */
char *mem_dupn(const char *, size_t n);	/* n bytes and a NUL */

/* Memory that is freed all at once. Initialize with { 0 }. */
struct arena {
	struct arena_block *first, *now;
	size_t used;
};

void *arena_get(struct arena *, size_t n);	/* zeroed, aligned for anything */
void *arena_get_raw(struct arena *, size_t n);	/* the same, not zeroed */
char *arena_dup(struct arena *, const char *, size_t n);
void arena_reset(struct arena *);		/* empties it and keeps memory for the next batch */
void arena_free(struct arena *);

#endif
