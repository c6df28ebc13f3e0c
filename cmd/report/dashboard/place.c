/* place.c: the name of each page's file. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "dashboard.h"

#define NAME_KEPT 32			/* bytes of a campaign's name */
#define HASH_KEPT 8			/* hexadecimal digits that tell names apart */
#define KIND_MAX  150			/* more than the longest kind, slug, and name */

const int dashboard_periods[PERIODS] = { 7, 30, 90 };

static void
place_print(const char *kind, int days, char out[PLACE_TEXT])
{
	if (days == dashboard_periods[1])
		snprintf(out, PLACE_TEXT, "%.*s.html", KIND_MAX, kind);
	else
		snprintf(out, PLACE_TEXT, "%.*s.%dd.html", KIND_MAX, kind, days);
}

void
place_fleet(int days, char out[PLACE_TEXT])
{
	place_print("index", days, out);
}

void
place_store(const struct dashboard *d, const char *slug, int days, char out[PLACE_TEXT])
{
	char kind[PLACE_TEXT / 2];

	snprintf(kind, sizeof kind, "store.%s", slug);
	place_print(d->run->stores.n == 1 ? "index" : kind, days, out);
}

/* A slug of the name; what it loses is in a hash behind an underscore, which no slug has. */
static void
place_slug(const char *name, char out[PLACE_TEXT / 2])
{
	unsigned char bytes[HASH_BYTES];
	struct str hash = STR_MAX(2 * HASH_BYTES);
	size_t i, n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (name[n] == '\0' && n <= NAME_KEPT) {
		snprintf(out, PLACE_TEXT / 2, "%s", name);
		return;
	}
	for (i = 0; name[i] && i < NAME_KEPT; i++)
		out[i] = isascii(name[i]) && isalnum((unsigned char)name[i])
		    ? (char)tolower((unsigned char)name[i]) : '-';
	hash_sha256(bytes, name, strlen(name));
	hex_write(&hash, bytes, sizeof bytes);
	snprintf(out + i, PLACE_TEXT / 2 - i, "_%.*s", HASH_KEPT, str_text(&hash));
	str_free(&hash);
}

void
place_campaign(const char *slug, const char *name, int days, char out[PLACE_TEXT])
{
	char kind[PLACE_TEXT], part[PLACE_TEXT / 2];

	place_slug(name, part);
	snprintf(kind, sizeof kind, "campaign.%s.%.*s", slug, NAME_KEPT + HASH_KEPT + 1, part);
	place_print(kind, days, out);
}
