/* mail.c: a mail on the wire, byte by byte, and what must never be in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "mime/mail.h"
#include "tap.h"

static const struct mail plain = {
	.message_id = "0198c0de@shop.example", .from = "Shop <shop@example.com>",
	.to_address = "anna@example.org", .subject = "Your cart", .text = "Hello\n",
	.date = INT64_C(1700000000000000)
};

static struct str out = STR_MAX(MAIL_BYTES_MAX);
static struct err e;

static const char *
written(const struct mail *m)
{
	str_cut(&out, 0);
	e = (struct err){ 0 };
	return mail_write(m, &out, &e) ? str_text(&out) : "";
}

static void
test_exact(void)
{
	struct mail m = plain;

	tap_is(written(&m),
	    "From: Shop <shop@example.com>\r\n"
	    "To: anna@example.org\r\n"
	    "Subject: Your cart\r\n"
	    "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
	    "Message-ID: <0198c0de@shop.example>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Hello\r\n", "the smallest mail, byte for byte");
	m.text = NULL;
	m.html = "<b>x = 1</b>";
	m.to_name = "Anna";
	m.reply_to = "help@example.com";
	m.locale = "de_CH";
	m.unsubscribe_url = "https://shop.example/u/T";
	m.unsubscribe_mail = "u@shop.example";
	m.feedback_id = "step1:shop:crt";
	m.date = -1;
	tap_is(written(&m),
	    "From: Shop <shop@example.com>\r\n"
	    "Reply-To: help@example.com\r\n"
	    "To: Anna <anna@example.org>\r\n"
	    "Subject: Your cart\r\n"
	    "Date: Wed, 31 Dec 1969 23:59:59 +0000\r\n"
	    "Message-ID: <0198c0de@shop.example>\r\n"
	    "List-Unsubscribe: <https://shop.example/u/T>,\r\n"
	    " <mailto:u@shop.example>\r\n"
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "Feedback-ID: step1:shop:crt\r\n"
	    "Content-Language: de-CH\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "<b>x =3D 1</b>\r\n", "all headers, byte for byte");
}

static void
test_one_click(void)
{
	struct mail m = plain;

	m.unsubscribe_url = "http://shop.example/u/T";
	tap_ok(strstr(written(&m), "List-Unsubscribe: <http://") != NULL, "http link is named");
	tap_ok(strstr(str_text(&out), "-Post") == NULL, "but offers no one-click");
	m.unsubscribe_url = NULL;
	m.unsubscribe_mail = "u@shop.example";
	tap_ok(strstr(written(&m), "List-Unsubscribe: <mailto:u@shop.example>\r\n") != NULL,
	    "mail alone");
	tap_ok(strstr(str_text(&out), "-Post") == NULL, "offers no one-click either");
}

/* RFC 6068 2: a character that would end the address or start a header is written as %XX. */
static void
test_mailto(void)
{
	char longest[MAIL_UNSUBSCRIBE_MAX + 2];
	struct mail m = plain;

	m.unsubscribe_mail = "Stop <a&b+c%d/e?f#g=h{i}@shop.example>";
	m.unsubscribe_subject = "no more, \"T\">&body=x";
	tap_ok(strstr(written(&m), "List-Unsubscribe: <mailto:a%26b%2Bc%25d%2Fe%3Ff%23g%3Dh%7Bi%7D"
	    "@shop.example?subject=no%20more%2C%20%22T%22%3E%26body%3Dx>\r\n") != NULL,
	    "address and subject are escaped");
	memset(longest, '<', sizeof longest);
	longest[MAIL_UNSUBSCRIBE_MAX] = '\0';
	m.unsubscribe_subject = longest;
	tap_ok(*written(&m), "the longest subject");
	longest[MAIL_UNSUBSCRIBE_MAX] = '<';
	longest[MAIL_UNSUBSCRIBE_MAX + 1] = '\0';
	tap_is(written(&m), "", "one byte more");
	m = plain;
	m.unsubscribe_subject = "T";
	tap_ok(strstr(written(&m), "List-Unsubscribe") == NULL, "a subject alone is no opt-out");
}

static void
test_same_bytes(void)
{
	struct mail m = plain;
	char *first;

	m.html = "<p>Gr\303\274\303\237e \360\237\233\222</p>";
	m.subject = "\360\237\233\222 Gr\303\274\303\237e";
	first = mem_dup(written(&m));
	tap_ok(*first != '\0', "both bodies");
	tap_is(written(&m), first, "the same mail gives the same bytes");
	tap_ok(strstr(first, "boundary=\"=_0198c0de.shop.example\"") != NULL,
	    "the boundary comes from the message id");
	free(first);
}

/* Long words of characters with two, three, and four bytes must not be cut within a character. */
static void
test_lines(void)
{
	static const char *const words[] = {
		"\303\274", "\346\227\245\346\234\254", "\360\237\233\222", "word ", "w" };
	struct mail m = plain;
	char subject[900];
	bool good = true;

	for (size_t w = 0; w < COUNT(words); w++) {
		subject[0] = '\0';
		for (size_t n = 0; n + strlen(words[w]) < 880; n += strlen(words[w]))
			memcpy(subject + n, words[w], strlen(words[w]) + 1);
		m.subject = m.to_name = m.text = subject;
		for (const char *p = written(&m); *p; ) {
			size_t n = strcspn(p, "\r\n");

			good = good && n <= 998 && p[n] == '\r' && p[n + 1] == '\n';
			for (size_t i = 0; i < n; i++)
				good = good && p[i] >= ' ' && p[i] <= '~';
			p += n + 2;
		}
		good = good && out.len > 0;
	}
	tap_ok(good, "long fields: ASCII lines of at most 998 bytes, all CRLF");
}

/* The text of a quoted-printable body, or "" if it breaks a rule of RFC 2045 6.7. */
static const char *
unquoted(const char *p, struct str *text)
{
	for (str_cut(text, 0); *p; ) {
		size_t n = strcspn(p, "\r\n");
		unsigned byte;

		if (n > 76 || strncmp(p + n, "\r\n", 2) || (n && strchr(" \t", p[n - 1])))
			return "";
		for (; n && (*p != '=' || n > 1); n--, p++)
			if (*p != '=')
				str_putc(text, *p);
			else if (n > 2 && sscanf(p + 1, "%2X", &byte) == 1) {
				str_putc(text, (char)byte);
				p += 2, n -= 2;
			} else
				return "";
		if (n == 0)
			str_puts(text, "\n");
		p += n + 2;
	}
	return str_text(text);
}

/* Bodies with runs, blanks, line ends, and escaped bytes, of every length near that of a line. */
static void
test_quoted(void)
{
	static const char *const pieces[] = { "word", " ", "\t", "=", "\303\274", "\n", "\r\n", "\r",
		"a.run.that.is.longer", " ", "x", "end=" };
	struct str body = STR_MAX(4096), want = STR_MAX(4096), got = STR_MAX(8192);
	struct mail m = plain;
	uint64_t r = 1;
	int bad = 0, coded = 0;

	for (size_t round = 0; round < 20000; round++) {
		str_cut(&body, 0);
		for (size_t k = 0; k <= 10 + round % 140; k++) {
			str_puts(&body, pieces[(r >> 33) % (round % 2 ? 4 : COUNT(pieces))]);
			r = r * UINT64_C(6364136223846793005) + 1442695040888963407;
		}
		str_cut(&want, 0);
		for (const char *p = str_text(&body); *p; p++)
			if (*p != '\r' || p[1] != '\n')
				str_putc(&want, *p == '\r' ? '\n' : *p);
		if (want.data[want.len - 1] != '\n')
			str_putc(&want, '\n');
		m.text = str_text(&body);
		if (strstr(written(&m), "Encoding: quoted") && ++coded)
			bad += strcmp(unquoted(strstr(str_text(&out), "\r\n\r\n") + 4, &got),
			    str_text(&want)) != 0;
	}
	tap_ok(bad == 0 && coded > 19000,
	    "nearly 20,000 bodies are read back from quoted-printable lines of at most 76");
	str_free(&body);
	str_free(&want);
	str_free(&got);
}

/* Every text field with every byte that could start something else. */
static void
test_injection(void)
{
	static const char *const evil[] = { "a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\tb",
		"a\001b", "a\177b", "\377\376" };
	struct mail m;
	const char **fields[] = { &m.message_id, &m.from, &m.reply_to, &m.to_address, &m.to_name,
		&m.subject, &m.unsubscribe_url, &m.unsubscribe_mail, &m.unsubscribe_subject,
		&m.feedback_id };
	int taken = 0;

	for (size_t f = 0; f < COUNT(fields); f++)
		for (size_t i = 0; i < COUNT(evil); i++) {
			m = plain;
			*fields[f] = evil[i];
			taken += *written(&m) != '\0';
			taken += e.kind != ERR_INPUT || out.len != 0;
		}
	tap_ok(taken == 0, "no field takes a control byte or broken UTF-8");
	m = plain;
	m.locale = "de\r\nBcc: x@y.example";
	tap_ok(strstr(written(&m), "Bcc") == NULL && out.len > 0, "a locale that is none is left out");
	m = plain;
	m.unsubscribe_url = "https://x.example/>, <https://evil.example/";
	tap_is(written(&m), "", "a link that leaves its brackets is refused");
	m.unsubscribe_url = "javascript:alert(1)";
	tap_is(written(&m), "", "a link must be http");
	m = plain;
	m.from = "Shop <a@b.example> <c@d.example>";
	tap_ok(strstr(written(&m), "<c@d.example>\r\n") != NULL
	    && strstr(str_text(&out), "\"Shop <a@b.example>\"") != NULL, "a name stays a name");
	m = plain;
	m.text = "Bcc: x\r\n\r\n.\r\nQUIT\n--=_0198c0de.shop.example--\n";
	m.html = "<p>";
	tap_ok(strstr(strstr(written(&m), "Bcc"), "\r\n--=3D_0198c0de") != NULL,
	    "no body can write a boundary");
}

static void
test_refused(void)
{
	struct mail m = plain;
	struct str small = STR_MAX(40);

	m.text = NULL;
	tap_is(written(&m), "", "no body");
	m = plain;
	m.message_id = "none";
	tap_is(written(&m), "", "no message id");
	m = plain;
	m.from = NULL;
	tap_is(written(&m), "", "no from");
	m = plain;
	m.from = "Shop <>";
	tap_is(written(&m), "", "an empty from");
	m = plain;
	m.text = "broken \303";
	tap_is(written(&m), "", "a body that is not UTF-8");
	m = plain;
	tap_ok(!mail_write(&m, &small, &e) && small.len == 0, "no room: nothing is left behind");
	str_free(&small);
	m.to_address = "anna example.org";
	tap_ok(!mail_write(&m, &out, &e) && strstr(e.text, "anna") == NULL,
	    "an error does not contain the address");
}

static void
test_addresses(void)
{
	static const char *const good[] = { "a@b.example", "a.b+c_d-e@x-1.example.com",
		"o'neil@example.org", "1@2.example", "a@localhost", "a@xn--bcher-kva.example",
		"!#$%&'*+/=?^_`{|}~@x.example" };
	static const char *const bad[] = { "", "@", "a", "a@", "@b", "a b@c.example", "a@b c",
		"a@b@c.example", ".a@b.example", "a.@b.example", "a..b@c.example", "a@.b", "a@b.",
		"a@b..c", "a@-b.example", "a@b-.example", "a@[127.0.0.1]", "\"a b\"@c.example",
		"a@b.example\r\nRCPT TO:<x@y>", "a@b>", "<a@b.example>", "a@b\303\274cher.example",
		"\303\274@b.example", "a@b_c.example", "a,b@c.example", "a(x)@b.example", "a\\b@c.example",
		"1234567890123456789012345678901234567890123456789012345678901234x@b.example" };
	char long_one[400];
	int wrong = 0;

	for (size_t i = 0; i < COUNT(good); i++)
		if (!mail_address_ok(good[i], &e) && ++wrong)
			printf("# refused: %s\n", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (mail_address_ok(bad[i], &e) && ++wrong)
			printf("# accepted: %s\n", bad[i]);
	tap_ok(wrong == 0, "addresses");
	memset(long_one, 'a', sizeof long_one);
	for (size_t i = 10; i < 253; i += 50)
		long_one[i] = '.';
	long_one[1] = '@';
	long_one[254] = '\0';
	tap_ok(mail_address_ok(long_one, &e), "254 bytes are an address");
	long_one[254] = 'a';
	long_one[255] = '\0';
	tap_ok(!mail_address_ok(long_one, &e), "255 are none");
	tap_ok(!mail_address_ok(NULL, &e), "NULL is none");
}

int
main(void)
{
	mail_open();
	test_exact();
	test_one_click();
	test_mailto();
	test_same_bytes();
	test_lines();
	test_quoted();
	test_injection();
	test_refused();
	test_addresses();
	str_free(&out);
	mail_close();
	return tap_done();
}
