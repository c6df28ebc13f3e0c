#!/usr/bin/env bats
# mail.bats: Python's mail parser reads the same from a mail as was put into it, and finds no defect.

load cost

setup_file() {
	export PRINT=${B:-build}/fault/mail_print
}

# read_back FIELD=VALUE...: writes a mail, parses it with Python, and compares every field.
read_back() {
	"$PRINT" "$@" >"$BATS_TEST_TMPDIR/mail"
	/usr/bin/python3 tests/fault/mail_check.py "$BATS_TEST_TMPDIR/mail"
	/usr/bin/python3 - "$BATS_TEST_TMPDIR/mail" "$@" <<-'EOF'
		import email, email.policy, re, sys
		mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
		for field, want in (a.split('=', 1) for a in sys.argv[2:]):
		    lines = lambda s: re.sub(r'\r\n|\r|\n', '\n', s).rstrip('\n')
		    if field == 'subject':
		        got = mail['subject']
		    elif field == 'to_name':
		        got = mail['to'].addresses[0].display_name
		        assert mail['to'].addresses[0].addr_spec == 'anna@example.org' and len(mail['to'].addresses) == 1
		    elif field == 'from':
		        got = '%s <%s>' % (mail['from'].addresses[0].display_name, mail['from'].addresses[0].addr_spec)
		        assert len(mail['from'].addresses) == 1
		    elif field == 'text':
		        got, want = lines(mail.get_body(('plain',)).get_content()), lines(want)
		    elif field == 'html':
		        got, want = lines(mail.get_body(('html',)).get_content()), lines(want)
		    else:
		        continue
		    assert got == want, '%s: wanted %r, got %r' % (field, want, got)
		for line in re.findall(rb'=\?[^?]*\?[^?]*\?[^?]*\?=', open(sys.argv[1], 'rb').read()):
		    assert len(line) <= 75, line
		    email.header.decode_header(line.decode())[0][0].decode('utf-8')
	EOF
}

@test "plain text is read back" {
	read_back "subject=Your cart" "to_name=Anna" "text=Hello" "html=<p>Hello</p>"
}

@test "long subjects in several scripts are read back" {
	read_back "subject=Ihr Warenkorb wartet noch auf Sie, liebe Frau Müller-Lüdenscheidt, und Äpfel gibt es auch: 🛒🛒🛒" text=x
	read_back "subject=お客様のカートに商品が残っています。今すぐご購入いただくと送料無料になります。ぜひご確認ください。" text=x
	read_back "subject=🛒🍎🍐🍊🍋🍌🍉🍇🍓🍈🍒🍑🥭🍍🥥🥝🍅🍆🥑🥦🥬🥒🌶🌽🥕🥔🍠🥐🍞" text=x
	read_back "subject=Ваша корзина ждёт: 10 % скидки до завтра — не упустите, пока товары есть в наличии" text=x
	read_back "subject=عربة التسوق الخاصة بك في انتظارك" text=x
	read_back "subject=An ASCII subject that is so long that it must be folded more than once, because nobody reads that far anyway" text=x
	read_back "subject==?utf-8?q?not_encoded?= by us" text=x
}

@test "names with characters that need quotes are read back" {
	read_back "to_name=Anna, the \"great\" (really) <one> @home; \\o/" text=x
	read_back "to_name=Änna \"von\" Müller, Dr." "from=Bücher & Söhne, GmbH <shop@example.com>" text=x
	read_back "to_name=山田 花子" "from=株式会社ショップ <shop@example.com>" text=x
	read_back 'from=The Shop (EU) <shop@example.com>' text=x
}

@test "bodies in several scripts, with dots, long lines, and other line ends, are read back" {
	read_back "text=$(printf 'one\n.\n..two\n.three\nFrom four\n five \n\tsix\t\n')" "html=<p>日本語のメール本文です。</p>"
	read_back "text=$(printf 'one\r\ntwo\rthree\n')" subject=x
	read_back "text=$(printf 'x%.0s' {1..5000})" "html=<p>$(printf 'ü%.0s' {1..5000})</p>"
	read_back "text=$(printf '🛒%.0s' {1..500})"
	read_back "html=<p>=20 == =3D =_ --=_0198c0de.shop.example--</p>" "text=--=_0198c0de.shop.example"
}

@test "the unsubscribe headers are exact" {
	"$PRINT" text=x "unsubscribe_url=https://shop.example/u/$(printf 'a%.0s' {1..800})" \
		unsubscribe_mail=u@shop.example "unsubscribe_subject=stop $(printf 'b%.0s' {1..67})" >"$BATS_TEST_TMPDIR/mail"
	/usr/bin/python3 tests/fault/mail_check.py "$BATS_TEST_TMPDIR/mail"
	grep -q $'^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$' "$BATS_TEST_TMPDIR/mail"
	/usr/bin/python3 - "$BATS_TEST_TMPDIR/mail" <<-'EOF'
		import email, email.policy, sys
		mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
		assert mail['list-unsubscribe'] == '<https://shop.example/u/' + 'a' * 800 \
		    + '>, <mailto:u@shop.example?subject=stop%20' + 'b' * 67 + '>', mail['list-unsubscribe']
	EOF
}
