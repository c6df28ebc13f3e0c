/* return_path.c: write and read the address to which a message is returned. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/link.h"
#include "link/return_path.h"

#define PURPOSE "return path"
#define ID_DIGITS (2 * IDENT_BYTES)
#define TAG_DIGITS (2 * RETURN_PATH_TAG)

_Static_assert(STORE_BOUNCE_LOCAL_MAX + 1 + ID_DIGITS + 1 + TAG_DIGITS <= MAIL_LOCAL_MAX,
    "a return path is an address");

void
return_path(const struct keyring *ring, const struct store *s,
    const unsigned char message[IDENT_BYTES], struct str *out)
{
	unsigned char tag[LINK_TAG];
	size_t local = strcspn(s->bounce_mail, "@");

	link_tag(ring, PURPOSE, message, IDENT_BYTES, tag);
	str_cut(out, 0);
	str_add(out, s->bounce_mail, local);
	str_putc(out, '+');
	hex_write(out, message, IDENT_BYTES);
	str_putc(out, '.');
	hex_write(out, tag, RETURN_PATH_TAG);
	str_puts(out, s->bounce_mail + local);
}

bool
return_path_read(const struct keyring *ring, const char *address,
    unsigned char message[IDENT_BYTES])
{
	const char *at = strrchr(address, '@'), *id = at - TAG_DIGITS - 1 - ID_DIGITS;
	unsigned char tag[RETURN_PATH_TAG];
	size_t n;

	return at && at - address > ID_DIGITS + 1 + TAG_DIGITS && id[-1] == '+'
	    && id[ID_DIGITS] == '.' && hex_read(id, ID_DIGITS, message, IDENT_BYTES, &n)
	    && hex_read(id + ID_DIGITS + 1, TAG_DIGITS, tag, sizeof tag, &n)
	    && link_tag_ok(ring, PURPOSE, message, IDENT_BYTES, tag, sizeof tag);
}
