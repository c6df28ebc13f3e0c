/* message_link.c: sign and verify the links of a message. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "crypto/link.h"
#include "link/message_link.h"

#define NAME_BYTES (MESSAGE_LINK_NAME / 2)
#define KIND (2 * IDENT_BYTES)			/* offsets in the payload, after store and message */
#define NAME (KIND + 1)
#define PAYLOAD (NAME + NAME_BYTES)

static const struct { char path[4]; const char *purpose; } message_links[] = {
	[LINK_RESTORE] = { "/r/", "restore" },
	[LINK_ITEM] = { "/c/", "click" },
	[LINK_HIDDEN] = { "/c/", "click" },
	[LINK_OPEN] = { "/o/", "open" },
};

void
links_page(const struct store *s, const char *path, struct str *out)
{
	size_t n = strlen(s->links_url);

	str_add(out, s->links_url, n && s->links_url[n - 1] == '/' ? n - 1 : n);
	str_puts(out, path);
}

bool
message_link(const struct keyring *ring, const struct store *s, const char *message,
    enum message_link_kind kind, const char *url, struct str *out, struct err *e)
{
	unsigned char payload[PAYLOAD] = { 0 }, sum[HASH_BYTES];

	memcpy(payload, s->id, IDENT_BYTES);
	if (!ident_read(message, payload + IDENT_BYTES))
		return err_set(e, ERR_BUG, "a message's id is not a uuid");
	payload[KIND] = (unsigned char)kind;
	if (kind == LINK_ITEM) {
		hash_sha256(sum, url, strlen(url));
		memcpy(payload + NAME, sum, NAME_BYTES);
	}
	links_page(s, message_links[kind].path, out);
	return link_sign(ring, message_links[kind].purpose, payload, sizeof payload, out, e);
}

static const char *
message_link_purpose(char path)
{
	size_t i;

	for (i = 0; i < COUNT(message_links); i++)
		if (message_links[i].path[1] == path)
			return message_links[i].purpose;
	return "";
}

bool
message_link_verify(const struct keyring *ring, char path, const char *token,
    struct message_link *out, struct err *e)
{
	struct str payload = STR_MAX(PAYLOAD), name = STR_MAX(MESSAGE_LINK_NAME);
	bool ok = link_verify(ring, message_link_purpose(path), token, strlen(token), &payload, e);
	size_t kind;

	*out = (struct message_link){ .name = "" };
	if (ok && (payload.len != PAYLOAD || (unsigned char)payload.data[KIND] > LINK_OPEN))
		ok = err_set(e, ERR_INPUT, "the link is of another version");
	if (ok) {
		kind = (unsigned char)payload.data[KIND];
		out->kind = (enum message_link_kind)kind;
		memcpy(out->store, payload.data, IDENT_BYTES);
		memcpy(out->message, payload.data + IDENT_BYTES, IDENT_BYTES);
		if (out->kind == LINK_ITEM) {
			hex_write(&name, payload.data + NAME, NAME_BYTES);
			memcpy(out->name, str_text(&name), name.len + 1);
		}
	}
	str_free(&payload);
	str_free(&name);
	return ok;
}
