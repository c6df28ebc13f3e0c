/* user.c: user add, set, remove, list: manage the users of an organization. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base/log.h"
#include "person/address.h"
#include "query.h"

static const struct table_column changed[] = {
	{ .name = "organization" }, { .name = "user" }, { .name = "outcome" },
};

static const struct table_column columns[] = {
	{ .name = "organization" }, { .name = "user" }, { .name = "role" }, { .name = "factor" },
	{ .name = "state" }, { .name = "signed_in", .kind = TABLE_TIME },
	{ .name = "sessions", .kind = TABLE_INT }, { .name = "recovery_codes", .kind = TABLE_INT },
};

static bool
user_phone(const struct settings *s, char phone[PHONE_MAX + 2], const char **param, struct err *e)
{
	*param = NULL;
	if (s->phone == NULL)
		return true;
	if (!address_phone(s->phone, strlen(s->phone), NULL, NULL, phone)) {
		err_set(e, ERR_USAGE, "--phone is no telephone number");
		return err_hint(e, "write it with its country code, such as +49...");
	}
	*param = phone;
	return true;
}

static bool
user_report(struct access *a, const char *outcome, struct err *e)
{
	const char *cells[] = { a->slug, a->email, outcome };

	return access_print(a->set, changed, COUNT(changed), cells, e);
}

static bool
user_added(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	db_fill(row, SQL_USER_ADD_ID, arg, IDENT_TEXT);
	return true;
}

static bool
user_add(struct access *a, const char *email, struct err *e)
{
	char now[CLOCK_TEXT], phone[PHONE_MAX + 2], id[IDENT_TEXT] = "";
	const struct settings *s = a->set;
	const char *params[] = { a->organization, a->email, words_user_role[s->user_role], NULL,
	    run_now(now) };
	bool ok = access_email(a, email, e) && user_phone(s, phone, &params[3], e)
	    && db_begin(a->run.db, e)
	    && db_each(a->run.db, sql_user_add, COUNT(params), params, user_added, id, e);

	if (id[0])
		memcpy(a->user, id, sizeof id);
	else if (ok && ((int)a->role != s->user_role || s->phone))
		log_line(LOG_WARN, NULL, "the user exists and is not changed; run: crt user set");
	return access_keep(a, ok, "user add", words_user_role[s->user_role], id[0] != '\0', e)
	    && user_report(a, id[0] ? "added" : "exists", e);
}

bool
front_user_add(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && user_add(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}

/* Rejects what the constraints of the table would reject. */
static bool
user_factor_ok(const struct access *a, const struct settings *s, struct err *e)
{
	enum user_factor factor = (enum user_factor)(s->factor - 1);

	if (s->factor == 0)
		return true;
	if (factor == FACTOR_SMS && !a->phone[0] && s->phone == NULL) {
		err_set(e, ERR_USAGE, "the user has no telephone number for codes");
		return err_hint(e, "add --phone NUMBER");
	}
	if (factor == FACTOR_TOTP && a->factor != FACTOR_TOTP) {
		err_set(e, ERR_USAGE, "an authenticator app needs a secret");
		return err_hint(e, "run: crt user totp EMAIL");
	}
	return true;
}

/* What the audit log shows of a change; personal data is not in it. */
static const char *
user_change(const struct settings *s)
{
	return s->disable == 1 ? "disabled" : s->disable == 2 ? "enabled"
	    : s->user_role_set ? words_user_role[s->user_role_set - 1]
	    : s->factor ? words_user_factor[s->factor - 1] : "phone";
}

static bool
user_set(struct access *a, const char *email, struct err *e)
{
	char now[CLOCK_TEXT], phone[PHONE_MAX + 2];
	const struct settings *s = a->set;
	const char *params[] = { a->user, s->user_role_set ? words_user_role[s->user_role_set - 1]
	    : NULL, NULL, s->factor ? words_user_factor[s->factor - 1] : NULL,
	    s->disable ? s->disable == 1 ? "true" : "false" : NULL, run_now(now) };
	const char *revoke[] = { a->user, NULL, now };
	int64_t rows = 0;
	bool ok = access_user(a, email, e) && user_factor_ok(a, s, e)
	    && user_phone(s, phone, &params[2], e) && db_begin(a->run.db, e)
	    && db_do(a->run.db, sql_user_set, COUNT(params), params, &rows, e)
	    && (s->disable != 1
	    || db_do(a->run.db, sql_session_revoke, COUNT(revoke), revoke, NULL, e));

	return access_keep(a, ok, "user set", user_change(s), rows, e)
	    && user_report(a, rows ? "changed" : "unchanged", e);
}

bool
front_user_set(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && user_set(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}

static bool
user_remove(struct access *a, const char *email, struct err *e)
{
	const char *params[] = { a->user };
	int64_t rows = 0;
	bool ok = access_user(a, email, e);

	if (ok && !a->set->yes && !a->set->common.dry_run) {
		err_set(e, ERR_USAGE, "the user and their sign-ins would be deleted");
		return err_hint(e, "add --yes to confirm; crt user set EMAIL --disable yes keeps the user");
	}
	ok = ok && db_begin(a->run.db, e)
	    && db_do(a->run.db, sql_user_remove, COUNT(params), params, &rows, e);
	return access_keep(a, ok, "user remove", "", rows, e)
	    && user_report(a, rows ? "removed" : "unchanged", e);
}

bool
front_user_remove(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && user_remove(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}

static bool
user_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_USER_LIST_ORGANIZATION; i <= SQL_USER_LIST_STATE; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_stamp(t, db_text(row, SQL_USER_LIST_SIGNED_IN_AT));
	table_cell_int(t, db_int(row, SQL_USER_LIST_SESSIONS));
	table_cell_int(t, db_int(row, SQL_USER_LIST_RECOVERY));
	return table_row_end(t, e);
}

bool
front_user_list(void *settings, char **operands UNUSED, struct err *e)
{
	return access_list(settings, columns, COUNT(columns), sql_user_list, 2, user_list_row, e);
}
