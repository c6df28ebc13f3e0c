/*
 * mem.h: memory that is there, or the process is not (exit 75, see crt(7)).
 *
 * Three lifetimes: a run (mem_get, freed before main returns), a batch (an
 * arena, emptied when its batch has been committed) and a call (locals).
 */
#ifndef CRT_MEM_H
#define CRT_MEM_H

#include "base/base.h"

void *mem_get(size_t n);		/* zeroed; free() releases it */
void *mem_grow(void *, size_t n);	/* like realloc */
void *mem_more(void *list, size_t n, size_t size);	/* a list of n with room for one more */
void *mem_must(void *);		/* it, unless it is NULL: what a library could not get */
char *mem_dup(const char *);
void *mem_foreign(const void *);	/* for foreign functions that lack const */
char *mem_dupn(const char *, size_t n);	/* n bytes and a NUL */

/* Memory that goes all at once.  Starts as { 0 }. */
struct arena {
	struct arena_block *first, *now;
	size_t used;
};

void *arena_get(struct arena *, size_t n);	/* zeroed, aligned for anything */
void *arena_get_raw(struct arena *, size_t n);	/* the same, not zeroed */
char *arena_dup(struct arena *, const char *, size_t n);
void arena_reset(struct arena *);		/* forgets all, keeps the memory for the next batch */
void arena_free(struct arena *);

#endif
