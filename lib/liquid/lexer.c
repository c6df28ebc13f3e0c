/* lexer.c: split a template into text, output, and tags, and a tag into tokens. */
#include <string.h>

#include "liquid/parse.h"

static bool
lexer_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
lexer_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
lexer_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
liquid_word_is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(s, word, n);
}

static const char *
lexer_find(const char *s, const char *end, const char *what)
{
	return memmem(s, (size_t)(end - s), what, 2);
}

/* Find the next {{ or {% at or after s, or the end. */
static const char *
lexer_opening(const char *s, const char *end)
{
	while (s < end && (s = memchr(s, '{', (size_t)(end - s)))) {
		if (s + 1 < end && (s[1] == '{' || s[1] == '%'))
			return s;
		s++;
	}
	return end;
}

static void
lexer_text_piece(struct liquid_parser *p, const char *end)
{
	const char *s = p->p;

	p->p = end;
	if (p->trim)
		while (s < end && lexer_white(*s))
			s++;
	if (end + 2 < p->end && end[2] == '-')
		while (end > s && lexer_white(end[-1]))
			end--;
	p->trim = false;
	p->text = s;
	p->text_n = (size_t)(end - s);
}

/* Read the name of the tag at s. The rest is its arguments. */
static bool
name_tag(struct liquid_parser *p)
{
	while (p->s < p->stop && lexer_white(*p->s))
		p->s++;
	p->tag = p->s;
	if (p->s < p->stop && *p->s == '#')
		p->s++;
	else
		while (p->s < p->stop && (lexer_letter(*p->s) || lexer_digit(*p->s)))
			p->s++;
	p->tag_n = (size_t)(p->s - p->tag);
	if (p->tag_n == 0)
		return liquid_wrong(p, p->tag, "a tag without a name");
	if (p->stop - p->s > LIQUID_EXPRESSION_MAX && *p->tag != '#'
	    && !liquid_word_is(p->tag, p->tag_n, "liquid"))
		return liquid_wrong(p, p->s, "an expression of more than %d bytes",
		    LIQUID_EXPRESSION_MAX);
	return true;
}

/* The content between {{ and }} or {% and %}, without hyphens. */
static bool
lexer_inside(struct liquid_parser *p)
{
	bool tag = p->p[1] == '%';
	const char *close = lexer_find(p->p + 2, p->end, tag ? "%}" : "}}");

	if (close == NULL)
		return liquid_wrong(p, p->p, "\"%.2s\" is not closed", p->p);
	p->s = p->p + 2;
	p->stop = close;
	p->p = close + 2;
	p->trim = p->s < p->stop && p->stop[-1] == '-';
	if (p->s < p->stop && *p->s == '-')
		p->s++;
	if (p->trim && p->s < p->stop)
		p->stop--;
	if (tag)
		return name_tag(p);
	if (p->stop - p->s > LIQUID_EXPRESSION_MAX)
		return liquid_wrong(p, p->s, "an expression of more than %d bytes",
		    LIQUID_EXPRESSION_MAX);
	return true;
}

/* Read a line of {% liquid %}; false at the end. */
static bool
lexer_line(struct liquid_parser *p)
{
	const char *end;

	for (; p->p < p->end; p->p = end + (end < p->end)) {
		end = memchr(p->p, '\n', (size_t)(p->end - p->p));
		if (end == NULL)
			end = p->end;
		p->s = p->p;
		p->stop = end;
		while (p->s < p->stop && lexer_white(*p->s))
			p->s++;
		if (p->s < p->stop) {
			p->p = end + (end < p->end);
			return true;
		}
	}
	return false;
}

bool
liquid_piece(struct liquid_parser *p, enum liquid_piece *kind)
{
	const char *next;

	*kind = LIQUID_PIECE_END;
	if (p->lines) {
		if (!lexer_line(p))
			return true;
		*kind = LIQUID_PIECE_TAG;
		return name_tag(p);
	}
	if (p->p >= p->end)
		return true;
	next = lexer_opening(p->p, p->end);
	if (next > p->p) {
		lexer_text_piece(p, next);
		*kind = LIQUID_PIECE_TEXT;
		return true;
	}
	*kind = next[1] == '%' ? LIQUID_PIECE_TAG : LIQUID_PIECE_OUTPUT;
	return lexer_inside(p);
}

/* The length of {% name %} at s, with optional white space and hyphens; 0 if it is another tag. */
static size_t
lexer_closing(const struct liquid_parser *p, const char *s, const char *name, bool *trim)
{
	const char *at = s + 2;
	size_t n = strlen(name);

	at += at < p->end && *at == '-';
	while (at < p->end && lexer_white(*at))
		at++;
	if ((size_t)(p->end - at) < n || memcmp(at, name, n))
		return 0;
	at += n;
	while (at < p->end && lexer_white(*at))
		at++;
	*trim = at < p->end && *at == '-';
	at += *trim;
	if (p->end - at < 2 || at[0] != '%' || at[1] != '}')
		return 0;
	return (size_t)(at + 2 - s);
}

static bool
skip_to_tag_line(struct liquid_parser *p, const char *name)
{
	p->text = p->p;
	while (lexer_line(p)) {
		if (!name_tag(p))
			return false;
		if (liquid_word_is(p->tag, p->tag_n, name)) {
			p->text_n = (size_t)(p->tag - p->text);
			return true;
		}
	}
	return liquid_wrong(p, p->text, "\"%s\" is missing", name);
}

bool
liquid_until(struct liquid_parser *p, const char *name)
{
	const char *from = p->p, *s = p->p;
	bool trim;
	size_t n;

	if (p->lines)
		return skip_to_tag_line(p, name);
	while ((s = lexer_find(s, p->end, "{%")) != NULL) {
		n = lexer_closing(p, s, name, &trim);
		if (n) {
			lexer_text_piece(p, s);
			p->p = s + n;
			p->trim = trim;
			return true;
		}
		s++;
	}
	return liquid_wrong(p, from, "\"%s\" is missing", name);
}

static size_t
word_length(const char *s, const char *end)
{
	const char *at = s;

	while (at < end && (lexer_letter(*at) || lexer_digit(*at) || *at == '-'))
		at++;
	return (size_t)(at - s) + (at < end && *at == '?');
}

static size_t
number_length(const char *s, const char *end)
{
	const char *at = s + (*s == '-');

	while (at < end && lexer_digit(*at))
		at++;
	if (at + 1 < end && *at == '.' && lexer_digit(at[1]))
		for (at++; at < end && lexer_digit(*at); at++)
			;
	return (size_t)(at - s);
}

static bool
lexer_string(struct liquid_parser *p)
{
	const char *close = memchr(p->s + 1, *p->s, (size_t)(p->stop - p->s - 1));

	if (close == NULL)
		return liquid_wrong(p, p->s, "a text without its closing quote");
	p->token = LIQUID_STRING;
	p->text = p->s + 1;
	p->text_n = (size_t)(close - p->text);
	p->s = close + 1;
	return true;
}

static size_t
operator_length(const char *s, const char *end)
{
	static const char *const ops[] = { "==", "!=", "<>", "<=", ">=", "<", ">" };
	size_t i;

	for (i = 0; i < COUNT(ops); i++)
		if ((size_t)(end - s) >= strlen(ops[i]) && !memcmp(s, ops[i], strlen(ops[i])))
			return strlen(ops[i]);
	return 0;
}

bool
liquid_next(struct liquid_parser *p)
{
	const char *s;

	while (p->s < p->stop && lexer_white(*p->s))
		p->s++;
	s = p->text = p->s;
	p->token = LIQUID_END;
	p->text_n = 0;
	if (s >= p->stop)
		return true;
	if (*s == '"' || *s == '\'')
		return lexer_string(p);
	if (lexer_letter(*s)) {
		p->token = LIQUID_WORD;
		p->text_n = word_length(s, p->stop);
	} else if (lexer_digit(*s) || (*s == '-' && s + 1 < p->stop && lexer_digit(s[1]))) {
		p->token = LIQUID_NUMBER;
		p->text_n = number_length(s, p->stop);
	} else if (p->stop - s > 1 && s[0] == '.' && s[1] == '.') {
		p->token = LIQUID_DOTS;
		p->text_n = 2;
	} else if ((p->text_n = operator_length(s, p->stop)) > 0)
		p->token = LIQUID_OP;
	else if (strchr("|.:,[]()=", *s)) {
		p->token = LIQUID_SIGN;
		p->text_n = 1;
	} else
		return liquid_wrong(p, s, "unexpected character \"%.*s\"",
		    (int)utf8_skip(s, (size_t)(p->stop - s), 1), s);
	p->s += p->text_n;
	return true;
}

bool
liquid_is_word(const struct liquid_parser *p, const char *word)
{
	return p->token == LIQUID_WORD && liquid_word_is(p->text, p->text_n, word);
}

bool
liquid_is_sign(const struct liquid_parser *p, char c)
{
	return p->token == LIQUID_SIGN && *p->text == c;
}

bool
liquid_sign(struct liquid_parser *p, char c)
{
	if (liquid_is_sign(p, c))
		return liquid_next(p);
	if (p->token == LIQUID_END)
		return liquid_wrong(p, p->text, "\"%c\" is missing", c);
	return liquid_wrong(p, p->text, "\"%c\" was expected before \"%.*s\"", c,
	    (int)p->text_n, p->text);
}

bool
liquid_done(struct liquid_parser *p)
{
	if (p->token == LIQUID_END)
		return true;
	return liquid_wrong(p, p->text, "unexpected \"%.*s\"", (int)p->text_n, p->text);
}
