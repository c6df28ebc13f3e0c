/* smtp_reply.c: assemble a mail server's lines into replies. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "net/smtp_reply.h"

#define CODE_DIGITS 3

static size_t
smtp_reply_digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* The length of the status "5.1.1" at s if its class fits the reply, else 0. */
static size_t
enhanced_length_at(const char *s, int reply)
{
	size_t a, b;

	if (s[0] - '0' != reply / 100 || s[1] != '.')
		return 0;
	a = smtp_reply_digits(s + 2);
	if (a < 1 || a > 3 || s[2 + a] != '.')
		return 0;
	b = smtp_reply_digits(s + 3 + a);
	return b < 1 || b > 3 || (s[3 + a + b] && !strchr(" ),:;", s[3 + a + b])) ? 0 : 3 + a + b;
}

static void
set_enhanced(struct smtp_reply *r, const char *s, size_t n)
{
	if (n && r->enhanced[0] == '\0')
		snprintf(r->enhanced, sizeof r->enhanced, "%.*s", (int)n, s);
}

/* Reads a status at the start of a line ("5.1.1", "#5.1.1", or "(#5.1.1)") and returns the
   rest. */
static const char *
take_enhanced(struct smtp_reply *r, const char *s)
{
	const char *at = s + (*s == '(');
	size_t n;

	at += *at == '#';
	n = enhanced_length_at(at, r->code);
	if (n == 0)
		return s;
	set_enhanced(r, at, n);
	r->leads |= r->lines == 1;
	return at + n + strspn(at + n, "):;,");
}

/* "sorry, ... (#5.7.1)", the form of qmail. */
static void
find_enhanced(struct smtp_reply *r)
{
	const char *at;

	for (at = strchr(r->text, '#'); at; at = strchr(at + 1, '#'))
		set_enhanced(r, at + 1, enhanced_length_at(at + 1, r->code));
}

static void
add_text(struct smtp_reply *r, const char *s)
{
	size_t at = strlen(r->text);

	if (*s && at + 2 < sizeof r->text)
		snprintf(r->text + at, sizeof r->text - at, "%s%s", at ? " " : "", s);
	for (char *p = r->text + at; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}

/* "250250 ok" and "250 250 ok": some servers repeat the code. */
static const char *
skip_repeated_code(const char *s)
{
	if (smtp_reply_digits(s) == 2 * CODE_DIGITS && !strncmp(s, s + CODE_DIGITS, CODE_DIGITS))
		return s + CODE_DIGITS;
	if (smtp_reply_digits(s) == CODE_DIGITS && s[CODE_DIGITS] == ' '
	    && !strncmp(s, s + CODE_DIGITS + 1,
	    CODE_DIGITS) && smtp_reply_digits(s + CODE_DIGITS + 1) == CODE_DIGITS)
		return s + CODE_DIGITS + 1;
	return s;
}

/* One complete line without its end. Ignores a blank one. */
static enum smtp_feed
smtp_reply_take_line(struct smtp_reply *r)
{
	const char *s = skip_repeated_code(r->line);
	int code;

	if (*s == '\0')
		return SMTP_MORE;
	if (smtp_reply_digits(s) != CODE_DIGITS || s[0] < '2' || s[0] > '5'
	    || (s[3] != ' ' && s[3] != '-' && s[3] != '\0'))
		return SMTP_NONSENSE;
	code = (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
	if (r->lines++ >= SMTP_LINES_MAX || (r->lines > 1 && code != r->code))
		return SMTP_NONSENSE;
	r->code = code;
	r->over = s[3] != '-';
	s += s[3] ? 4 : 3;
	s = take_enhanced(r, s);
	add_text(r, s + strspn(s, " "));
	if (r->over)
		find_enhanced(r);
	return r->over ? SMTP_REPLY : SMTP_MORE;
}

static void
reply_reset(struct smtp_reply *r)
{
	r->over = false;
	r->lines = 0;
	r->code = 0;
	r->leads = false;
	r->enhanced[0] = r->text[0] = '\0';
}

enum smtp_feed
smtp_reply_feed(struct smtp_reply *r, const char *bytes, size_t n, size_t *used)
{
	enum smtp_feed fed = SMTP_MORE;

	if (r->over)
		reply_reset(r);
	for (*used = 0; *used < n && fed == SMTP_MORE; ) {
		char c = bytes[(*used)++];

		if (c == '\n') {
			while (r->len && isspace((unsigned char)r->line[r->len - 1]))
				r->len--;
			r->line[r->len] = '\0';
			r->len = 0;
			fed = smtp_reply_take_line(r);
		} else if (c == '\0' || r->len + 1 >= sizeof r->line)
			fed = SMTP_NONSENSE;
		else
			r->line[r->len++] = c;
	}
	return fed;
}
