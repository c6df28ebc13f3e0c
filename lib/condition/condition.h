/*
 * condition.h: conditions on a cart and its person: their tree, their JSON, and their test.
 *
 * A tree is built from JSON in the form of the file (crt-campaign(1)) and printed in the same
 * form. The test is pure. A fact that is not known makes a condition neither true nor false,
 * also within not and exclude. Then the whole tree is not met: if unsure, crt does not send.
 * A tree of zeros has no condition and is always met.
 */
#ifndef CRT_CONDITION_H
#define CRT_CONDITION_H

#include "json/value.h"
#include "words.h"

#define CONDITION_WORDS_MAX 100		/* words of one condition */
#define CONDITION_DEPTH_MAX 6		/* nested all, any, not, and exclude */
#define CONDITION_PARTS_MAX 200		/* conditions and groups of one tree */
#define CONDITION_KEYS_MAX 20		/* keys that one map may have */
#define CONDITION_KEY 24		/* bytes of a key, its NUL included */
#define CONDITION_WAY_MAX (2 * CONDITION_DEPTH_MAX + 6)
#define CONDITION_NUMBER_MAX 1000000000

enum condition_kind {
	CONDITION_MAP,			/* all conditions of a map */
#define CONDITION(id, ...) CONDITION_##id,
#include "condition/condition.def"
#undef CONDITION
	CONDITION_ITEMS_ANY, CONDITION_ITEMS_ALL, CONDITION_ITEMS_NONE,	/* of a map of items' */
	CONDITION_ALL, CONDITION_ANY, CONDITION_EXCLUDE, CONDITION_NOT,	/* of maps */
	CONDITION_KINDS
};

struct condition_words {
	char **list;
	size_t n;
};

struct condition {
	enum condition_kind kind;
	struct condition *parts;	/* of a map or a group */
	size_t nparts;
	bool has_min, has_max;
	int64_t min, max;		/* minor units of currency, or a number */
	char currency[4];
	struct condition_words words;
};

struct condition_keys {
	char name[CONDITION_KEYS_MAX][CONDITION_KEY];
	size_t n;
};

/* Where the JSON is wrong: the way to it from the root. */
struct condition_fault {
	struct condition_step {
		char key[CONDITION_KEY];	/* of a map; "": an element of a list */
		size_t at;		/* of the list */
	} way[CONDITION_WAY_MAX];
	size_t n;
	struct condition_keys keys;	/* if a key there is unknown: the known ones */
	const char *hint;		/* NULL: none */
};

/* Whole numbers may be texts of digits, since YAML has only texts. ERR_INPUT: the text, without
   its place. Free the tree after a failure too. */
bool condition_read(struct condition *, const json_t *, struct condition_fault *,
    struct err *) MUSTUSE;
json_t *condition_print(const struct condition *);
void condition_free(struct condition *);

/* One fact: a text, a number, a list of texts, or a map of amounts by currency. */
struct condition_fact {
	bool known;
	int64_t number;			/* an amount has its currency in text */
	const char *text;
	json_t *set;			/* the person's words, or the sums by currency */
};

/* The conditions of a name; a segment names no other. */
struct condition_segment {
	char *name;
	struct condition conditions;
};

struct condition_facts {
	struct condition_fact of[CONDITION_KINDS];
	const struct condition_segment *segments;	/* those of the store */
	size_t nsegments;
	bool by_hand;			/* the episode was begun by crt-detect recover */
	json_t *origin;			/* holds texts of the facts; NULL: none */
	json_t *items;			/* the list of the cart's items; NULL: unknown */
};

/* Whether the facts meet the tree; if not, which condition failed. */
bool condition_met(const struct condition *, const struct condition_facts *,
    enum campaign_refusal *);

/* Whether the tree has a condition of this kind. */
bool condition_has(const struct condition *, enum condition_kind);

/* The rows of condition.def; NULL for a group. */
enum condition_shape { SHAPE_AMOUNT, SHAPE_COUNT, SHAPE_RANGE, SHAPE_WORDS, SHAPE_COUNTRIES,
    SHAPE_LOCALES, SHAPE_SEGMENTS, SHAPE_GLOBS, SHAPE_HOURS };
struct condition_row {
	const char *path;
	enum condition_shape shape;
	const char *choices;
	enum campaign_refusal refusal;
};
const struct condition_row *condition_row(enum condition_kind);
const char *condition_group(enum condition_kind);	/* "any", ...; NULL for a row or a map */

/* Whether the text matches the pattern: "*" is any text, "?" one character. */
bool condition_glob(const char *pattern, const char *text);

/* Reads 09:00-17:30 as minutes of the day, [from, until); the end may be 24:00, or earlier
   than the beginning: then midnight is within. */
bool condition_hours(const char *text, int *from, int *until);

#endif
