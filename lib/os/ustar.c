/* ustar.c: write archives in the ustar format. */
#include <stdio.h>
#include <string.h>

#include "os/ustar.h"

#define BLOCK 512
#define FILE_MAX ((size_t)8 * 1024 * 1024 * 1024)	/* eleven octal digits */
#define FIELD_MAX 12

struct header {
	char name[USTAR_NAME_MAX], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type,
	    link[100], magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155],
	    rest[12];
};

/* Octal digits and a NUL, which fill the field. */
static void
ustar_octal(char *field, size_t n, unsigned long long value)
{
	char text[FIELD_MAX + 12];

	snprintf(text, sizeof text, "%0*llo", (int)n - 1, value);
	memcpy(field, text, n);
}

static void
ustar_sum(struct header *h)
{
	const unsigned char *at = (const unsigned char *)h;
	unsigned long long sum = 0;
	size_t i;

	memset(h->sum, ' ', sizeof h->sum);
	for (i = 0; i < sizeof *h; i++)
		sum += at[i];
	ustar_octal(h->sum, sizeof h->sum - 1, sum);
}

static void
ustar_zeros(struct str *s, size_t n)
{
	static const char zeros[2 * BLOCK];

	str_add(s, zeros, n);
}

void
ustar_file(struct str *s, const char *name, const void *bytes, size_t n, crt_time t)
{
	struct header h = { .type = '0', .magic = "ustar", .version = { '0', '0' } };
	size_t length = strlen(name);

	if (length > USTAR_NAME_MAX || n >= FILE_MAX || t < 0) {
		s->full = true;
		return;
	}
	memcpy(h.name, name, length);
	ustar_octal(h.mode, sizeof h.mode, 0600);
	ustar_octal(h.uid, sizeof h.uid, 0);
	ustar_octal(h.gid, sizeof h.gid, 0);
	ustar_octal(h.size, sizeof h.size, n);
	ustar_octal(h.mtime, sizeof h.mtime, (unsigned long long)(t / CLOCK_SECOND));
	ustar_sum(&h);
	str_add(s, (const char *)&h, sizeof h);
	str_add(s, bytes, n);
	ustar_zeros(s, (BLOCK - n % BLOCK) % BLOCK);
}

/* Two blocks of zeros. */
void
ustar_end(struct str *s)
{
	ustar_zeros(s, 2 * BLOCK);
}
