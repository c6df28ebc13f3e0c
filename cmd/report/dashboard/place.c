/* place.c: name the file of each page. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "dashboard.h"

#define NAME_KEPT 32			/* bytes of a campaign's name */
#define HASH_KEPT 8			/* hexadecimal digits that distinguish names */
#define NAME_TEXT (NAME_KEPT + HASH_KEPT + 2)
#define KIND_MAX  150			/* more than the longest kind, slug, and name */

const int dashboard_periods[PERIODS] = { 7, 30, 90 };

/* A slug of the name; what it loses is in a hash behind an underscore, which no slug has. */
static void
place_slug(const char *name, char out[NAME_TEXT])
{
	unsigned char bytes[HASH_BYTES];
	struct str hash = STR_MAX(2 * HASH_BYTES);
	size_t i, n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (name[n] == '\0' && n <= NAME_KEPT) {
		snprintf(out, NAME_TEXT, "%s", name);
		return;
	}
	for (i = 0; name[i] && i < NAME_KEPT; i++)
		out[i] = isascii(name[i]) && isalnum((unsigned char)name[i])
		    ? (char)tolower((unsigned char)name[i]) : '-';
	hash_sha256(bytes, name, strlen(name));
	hex_write(&hash, bytes, sizeof bytes);
	snprintf(out + i, NAME_TEXT - i, "_%.*s", HASH_KEPT, str_text(&hash));
	str_free(&hash);
}

void
place_print(const struct place *p, int days, char out[PLACE_TEXT])
{
	char kind[KIND_MAX + 1], name[NAME_TEXT];

	if (p->campaign) {
		place_slug(p->campaign, name);
		snprintf(kind, sizeof kind, "campaign.%.63s.%s", p->slug, name);
	} else if (p->slug && p->dashboard->run->stores.n > 1)
		snprintf(kind, sizeof kind, "store.%.63s", p->slug);
	else
		snprintf(kind, sizeof kind, "index");
	if (days == dashboard_periods[1])
		snprintf(out, PLACE_TEXT, "%s.html", kind);
	else
		snprintf(out, PLACE_TEXT, "%s.%dd.html", kind, days);
}
