/* phone_text.c: strip labels from telephone numbers and split lists of them. */
#include <string.h>
#include <strings.h>

#include "person/phone_text.h"

#define BLANKS " \t\n\v\f\r"

/* The beginnings of words that label a telephone number. */
static const char *const labels[] = {
	"tel", "tél", "tlf", "phone", "fon", "mob", "móv", "cel", "port", "handy", "gsm", "whatsapp",
	"priv", "home", "work", "office", "büro", "dienst", "Тел", "тел", "Моб", "моб",
	"電話", "携帯"
};

static const char *const between[] = {
	" or ", " oder ", " ou ", " o ", " of ", " eller ", " или ", " and ", " und ", " et ", " y ",
	" e ", "/", ",", ";", "|", "&"
};

static bool
is_ascii_letter(char c)
{
	return (c & ~0x20) >= 'A' && (c & ~0x20) <= 'Z';
}

static bool
is_letter_or_utf8(char c)
{
	return is_ascii_letter(c) || (unsigned char)c >= 0x80;
}

static bool
is_label(const char *word, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(labels); i++)
		if (n >= strlen(labels[i]) && strncasecmp(word, labels[i], strlen(labels[i])) == 0)
			return true;
	return false;
}

/* Whether a word after a number is not part of it. Capitals stand for digits: "1 800 FLOWERS". */
static bool
is_small(const char *word, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((word[i] >= 'a' && word[i] <= 'z') || (unsigned char)word[i] >= 0x80)
			return true;
	return false;
}

/* Whether a text in brackets has letters and no digit. */
static bool
is_remark(const char *s, size_t n)
{
	bool any = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			return false;
		any = any || is_letter_or_utf8(s[i]);
	}
	return any;
}

/* The length of a label at the start; 0: none. */
static size_t
label_length_at_start(const char *s)
{
	size_t n = 0;

	if (*s == '(') {
		n = strcspn(s + 1, ")");
		return s[n + 1] && is_remark(s + 1, n) ? n + 2 : 0;
	}
	while (is_letter_or_utf8(s[n]))
		n++;
	if (is_label(s, n) || (n == 1 && s[n] == ':'))
		return n + strspn(s + n, ".:");
	return 0;
}

/* The length of a label at the end. */
static size_t
label_length_at_end(const char *s, size_t n)
{
	size_t i = n;

	if (n && s[n - 1] == ')') {
		while (i && s[i - 1] != '(')
			i--;
		return i && is_remark(s + i, n - 1 - i) ? n - i + 1 : 0;
	}
	while (i && is_letter_or_utf8(s[i - 1]))
		i--;
	return i && strchr(BLANKS, s[i - 1]) && (is_label(s + i, n - i) || is_small(s + i, n - i))
	    ? n - i : 0;
}

char *
phone_text_bare(char *s)
{
	size_t n, cut;

	do {
		s += strspn(s, BLANKS);
		cut = label_length_at_start(s);
		s += cut;
	} while (cut);
	n = strlen(s);
	do {
		while (n && strchr(BLANKS ".:", s[n - 1]))
			n--;
		cut = label_length_at_end(s, n);
		n -= cut;
	} while (cut);
	s[n] = '\0';
	return s;
}

const char *
phone_text_split(const char *s, const char **after)
{
	size_t i;

	for (; *s; s++) {
		if (*s == ' ' && s[1] == '+') {	/* only the beginning of a number has a "+" */
			*after = s + 1;
			return s;
		}
		for (i = 0; i < COUNT(between); i++)
			if (strncasecmp(s, between[i], strlen(between[i])) == 0) {
				*after = s + strlen(between[i]);
				return s;
			}
	}
	return NULL;
}
