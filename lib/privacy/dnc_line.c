/* dnc_line.c: read the lines of the files of the Do-Not-Call registry. */
#include <stdlib.h>
#include <string.h>

#include "privacy/dnc_line.h"

#define AREA_DIGITS 3
#define NUMBER_DIGITS 10
#define DIGITS_MAX 16

bool
dnc_form_read(struct dnc_form *f, const char *text, struct err *e)
{
	static const char *const names[] = { [DNC_AREA] = "area", [DNC_NUMBER] = "number",
	    [DNC_ACTION] = "action" };
	bool has[COUNT(names)] = { false };

	for (f->n = 0; f->n < DNC_COLUMNS_MAX; text++) {
		size_t n = strcspn(text, ","), i = COUNT(names) - 1;

		while (i && (strlen(names[i]) != n || strncmp(names[i], text, n)))
			i--;
		has[i] = true;
		f->column[f->n++] = (enum dnc_column)i;
		text += n;
		if (*text == '\0')
			break;
	}
	f->changes = has[DNC_ACTION];
	if (has[DNC_NUMBER] && f->n < DNC_COLUMNS_MAX)
		return true;
	err_set(e, ERR_USAGE, "--columns names no column \"number\", or too many columns");
	return err_hint(e, "such as area,number,date,action");
}

/* Appends the digits of a field; false: it has other bytes than those of a number, or too many. */
static bool
dnc_digits(const char *field, size_t n, char digits[DIGITS_MAX + 1], size_t *len)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (field[i] >= '0' && field[i] <= '9' && *len < DIGITS_MAX)
			digits[(*len)++] = field[i];
		else if (strchr(" +-().\"\r", field[i]) == NULL)
			return false;
	}
	digits[*len] = '\0';
	return true;
}

/* "A" or "Add" lists the number; "D", "Delete", "R", or "Remove" deletes it. */
static bool
dnc_action(const char *field, size_t n, bool *listed)
{
	while (n && strchr(" \"", *field)) {
		field++;
		n--;
	}
	*listed = n && strchr("Aa", *field);
	return n && *field && strchr("AaDdRr", *field);
}

static bool
dnc_number_end(const char *digits, size_t n, struct dnc_number *out, struct err *e)
{
	if (n == NUMBER_DIGITS + 1 && *digits == '1') {
		digits++;
		n--;
	}
	if (n != NUMBER_DIGITS || *digits < '2')
		return err_set(e, ERR_INPUT, "no area code with seven digits, and no number of ten digits");
	memcpy(out->phone, "+1", 2);
	memcpy(out->phone + 2, digits, NUMBER_DIGITS + 1);
	out->area = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + digits[2] - '0';
	return true;
}

bool
dnc_line_empty(const char *line, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (line[i] >= '0' && line[i] <= '9')
			return false;
	return true;
}

bool
dnc_line_read(const struct dnc_form *f, const char *line, size_t n, struct dnc_number *out,
    struct err *e)
{
	char digits[DIGITS_MAX + 1] = "";
	size_t i, len = 0, at = 0;
	bool acted = false, ok = true;

	out->listed = true;
	for (i = 0; ok && i < f->n && at <= n; i++) {
		const char *end = memchr(line + at, ',', n - at);
		size_t width = end ? (size_t)(end - line) - at : n - at;

		if (f->column[i] == DNC_ACTION)
			ok = acted = dnc_action(line + at, width, &out->listed);
		else if (f->column[i] != DNC_IGNORED)
			ok = dnc_digits(line + at, width, digits, &len);
		at += width + 1;
	}
	if (f->changes && !acted)
		return err_set(e, ERR_INPUT, "no action A or D in the column of --columns");
	return dnc_number_end(digits, ok ? len : 0, out, e);
}
