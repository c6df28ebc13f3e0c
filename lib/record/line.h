/*
 * line.h: write a record member by member, without building a tree.
 *
 *	line_open(&s, &(struct line_head){ ... });
 *	line_text(&s, "episode", id);
 *	line_enter(&s, "cart"); ... line_leave(&s);
 *	line_end(&s);
 *
 * line_raw takes text that is already JSON. NULL text is omitted.
 */
#ifndef CRT_LINE_H
#define CRT_LINE_H

#include "record/record.h"

struct line_head {
	enum record_kind kind;
	const char *id, *store;		/* store: its slug */
	crt_time time;
	const char *subject, *correlation;	/* may be NULL */
};

void line_open(struct str *, const struct line_head *);
void line_text(struct str *, const char *member, const char *text);
void line_int(struct str *, const char *member, int64_t);
void line_bool(struct str *, const char *member, bool);
void line_time(struct str *, const char *member, crt_time);
void line_money(struct str *, const char *member, int64_t minor, const char *currency);
void line_raw(struct str *, const char *member, const char *json, size_t n);

/* A cart in cart.abandoned and message.due. */
struct line_cart {
	const char *id, *url, *currency;
	bool has_value;
	int64_t value;
	const char *items;		/* JSON, n bytes; may be NULL */
	size_t n;
};
void line_cart(struct str *, const struct line_cart *);

/* Writes a cart's items with only the members of record.def; without links also without image
   and url. For a record that would be longer than RECORD_LINE_MAX. "[]" if the items cannot be
   read. */
void line_items(struct str *, const char *items, size_t n, bool links);
void line_enter(struct str *, const char *member);
void line_leave(struct str *);
void line_end(struct str *);

#endif
