/* address.c: e-mail addresses and telephone numbers in one form. */
#include <stdio.h>
#include <string.h>

#include "record/address.h"

/* Countries that dial the national number as it stands: no trunk prefix. */
static const char *const trunkless[] = { "30", "34", "39", "45", "47", "48", "65", "351", "352",
    "356", "357", "371", "372", "377", "378", "379", "420", "852", "853" };

static bool
white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
trim(const char **text, size_t *n)
{
	while (*n && white(**text)) {
		(*text)++;
		(*n)--;
	}
	while (*n && white((*text)[*n - 1]))
		(*n)--;
}

/* Bytes of the UTF-8 sequence at s (RFC 3629), 0 if it is none. */
static size_t
sequence(const unsigned char *s, size_t n)
{
	size_t i, len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 :
	    s[0] < 0xf5 ? 4 : 0;

	if (len == 0 || len > n)
		return 0;
	for (i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	if (s[0] == 0xc2 && s[1] < 0xa0)
		return 0;		/* C1 control bytes */
	return len;
}

static bool
utf8(const char *text, size_t n)
{
	size_t i, len;

	for (i = 0; i < n; i += len) {
		len = sequence((const unsigned char *)text + i, n - i);
		if (len == 0)
			return false;
	}
	return true;
}

static bool
alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (unsigned char)c >= 0x80;
}

/* RFC 5322's atext and dots in any place, which some mobile hosts have given out. */
static bool
local_ok(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!alnum(s[i]) && (s[i] == '\0' || !strchr("!#$%&'*+-/=?^_`{|}~.", s[i])))
			return false;
	return n > 0 && n <= EMAIL_LOCAL_MAX;
}

static bool
domain_ok(const char *s, size_t n)
{
	size_t i, label = 0, labels = 1;

	for (i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (label == 0 || s[i - 1] == '-')
				return false;
			label = 0;
			labels++;
		} else if (!(alnum(s[i]) || (s[i] == '-' && label > 0)) || ++label > EMAIL_LABEL_MAX)
			return false;
	}
	return labels > 1 && label > 0 && s[n - 1] != '-';
}

bool
address_email(const char *text, size_t n, char out[EMAIL_MAX + 1])
{
	const char *at;
	size_t i, head;

	out[0] = '\0';
	trim(&text, &n);
	if (n == 0 || n > EMAIL_MAX)
		return false;
	at = memchr(text, '@', n);
	if (at == NULL)
		return false;
	head = (size_t)(at - text);
	if (!local_ok(text, head) || !domain_ok(at + 1, n - head - 1) || !utf8(text, n))
		return false;
	for (i = 0; i < n; i++)
		out[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
	out[n] = '\0';
	return true;
}

/* What was written, less its punctuation. */
struct number {
	char digits[PHONE_RAW_MAX + 1];
	size_t n;
	bool plus;		/* "+" or "00" stood in front */
	bool zero;		/* a "(0)" was dropped */
};

static bool
scan(const char *s, size_t n, struct number *num)
{
	size_t i = 0;

	*num = (struct number){ .plus = n > 0 && *s == '+' };
	if (n > PHONE_RAW_MAX)
		return false;
	for (i = num->plus; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			num->digits[num->n++] = s[i];
		else if (s[i] == '\0' || !strchr(" .-/()", s[i]))
			return false;
		else if (num->n > 0 && n - i >= 3 && memcmp(s + i, "(0)", 3) == 0) {
			num->zero = true;
			i += 2;
		}
	}
	if (!num->plus && strncmp(num->digits, "00", 2) == 0) {
		num->plus = true;
		num->n -= 2;
		memmove(num->digits, num->digits + 2, num->n + 1);
	}
	return num->n > 0;
}

static bool
same(const char *digits, size_t n)
{
	return n > 0 && strspn(digits, (const char[]){ digits[0], '\0' }) >= n;
}

static bool
has_trunk(const char *code)
{
	size_t i;

	for (i = 0; i < COUNT(trunkless); i++)
		if (strcmp(code, trunkless[i]) == 0)
			return false;
	return true;
}

/* The national number without its trunk prefix; NULL where that is not certain. */
static const char *
national(const struct number *num, const char *code)
{
	const char *d = num->digits;

	if (strcmp(code, "1") == 0)
		return num->n == 10 ? d : num->n == 11 && *d == '1' ? d + 1 : NULL;
	if (strcmp(code, "7") == 0)
		return num->n == 10 ? d : num->n == 11 && *d == '8' ? d + 1 : NULL;
	if (has_trunk(code))
		return *d == '0' ? d + 1 : NULL;
	/* Without a trunk prefix "34..." may be the country's code or the number's start. */
	return strncmp(d, code, strlen(code)) == 0 ? NULL : d;
}

/* d: all digits from the country's code on. */
static bool
plausible(const char *d, size_t n)
{
	if (n < PHONE_MIN || n > PHONE_MAX || *d == '0' || same(d, n) || same(d + 2, n - 2))
		return false;
	return *d != '1' || (n == 11 && d[1] >= '2' && d[4] >= '2');
}

bool
address_phone(const char *text, size_t n, const char *calling_code, char out[PHONE_MAX + 2])
{
	char full[PHONE_RAW_MAX + 8];
	const char *rest, *code = "";
	struct number num;

	out[0] = '\0';
	trim(&text, &n);
	if (!scan(text, n, &num))
		return false;
	rest = num.digits;
	if (!num.plus) {
		code = calling_code;
		rest = code && *code && strlen(code) <= 3 ? national(&num, code) : NULL;
	}
	if (rest == NULL || same(num.digits, num.n))
		return false;
	snprintf(full, sizeof full, "%s%s", code, rest);
	/* Italy dials the zero from abroad too: "+39 (0)6" may be either. */
	if (num.zero && (!num.plus || strncmp(full, "39", 2) == 0))
		return false;
	if (!plausible(full, strlen(full)))
		return false;
	snprintf(out, PHONE_MAX + 2, "+%.*s", PHONE_MAX, full);
	return true;
}
