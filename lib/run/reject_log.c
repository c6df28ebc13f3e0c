/* reject_log.c: log rejected lines, a limited number for each reason. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "crypto/ident.h"
#include "run/reject.h"

#define REASONS_MAX 100			/* further ones are counted together */
#define NUMBER_MAX  32

/* What is wrong, how often, and how serious. */
struct reject_reason {
	struct reject_reason *next;
	const char *text;
	enum log_level level;
	int64_t n;
};

/* Reasons that differ only in numbers and quoted texts are one. */
static void
reject_log_key(const char *reason, enum log_level level, unsigned char key[16])
{
	static const unsigned char nobody[16];
	struct str s = STR_MAX(ERR_TEXT_MAX);
	bool quoted = false;

	for (; *reason; reason++) {
		quoted ^= *reason == '"';
		if (!quoted && !isdigit((unsigned char)*reason))
			str_putc(&s, *reason);
	}
	ident_derive(key, nobody, level == LOG_WARN ? "warning" : "info", str_text(&s), s.len);
	str_free(&s);
}

static struct reject_reason *
reject_log_reason(struct reject_logged *all, const char *reason, enum log_level level)
{
	struct reject_reason *r;
	unsigned char key[16];
	void **at;

	reject_log_key(reason, level, key);
	r = map_get(&all->by, key);
	if (r)
		return r;
	if (all->by.n == REASONS_MAX) {
		reason = "other reasons";
		memset(key, 0, sizeof key);
	}
	at = map_put(&all->by, &all->arena, key);
	if (*at)
		return *at;
	*at = r = arena_get(&all->arena, sizeof *r);
	*r = (struct reject_reason){ all->first, arena_dup(&all->arena, reason, strlen(reason)),
	    level, 0 };
	all->first = r;
	return r;
}

void
reject_log(struct reject_logged *all, const struct rejects *rejects, enum log_level level)
{
	const struct reject *r;

	for (r = rejects->first; r; r = r->next)
		if (reject_log_reason(all, r->reason, level)->n++ < REJECT_LOGGED_MAX)
			log_line(level, r->store ? r->store->slug : NULL, "%s line %llu: %s",
			    r->line->source, (unsigned long long)r->line->position, r->reason);
}

/* "1,234" */
static void
print_grouped(int64_t n, char out[NUMBER_MAX])
{
	char digits[NUMBER_MAX];
	size_t i, len = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)n), k = 0;

	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	out[k] = '\0';
}

void
reject_log_end(struct reject_logged *all)
{
	const struct reject_reason *r;
	char n[NUMBER_MAX];

	for (r = all->first; r; r = r->next) {
		if (r->n <= REJECT_LOGGED_MAX)
			continue;
		print_grouped(r->n - REJECT_LOGGED_MAX, n);
		log_line(r->level, NULL, "and %s more: %s", n, r->text);
	}
	arena_free(&all->arena);
	*all = (struct reject_logged){ 0 };
}
