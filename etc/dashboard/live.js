// live.js: show the events of the server that delivered the page, the newest first.
(() => {
	const ROWS_MAX = 100, AGAIN = 10000;
	const EVENTS = { 'cart:abandoned': 'abandoned', 'campaign:sent': 'sent', 'recovery:success': 'recovered' };
	const find = (id) => document.getElementById(id);
	const state = find('state'), rows = find('rows'), lang = document.documentElement.lang;
	const clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
	const number = new Intl.NumberFormat(lang);
	const counts = { abandoned: 0, sent: 0, recovered: 0 };
	let last = '';

	function money(m) {
		const form = new Intl.NumberFormat(lang, { style: 'currency', currency: m.currency });
		return form.format(m.amount);
	}

	function cell(row, name, content) {
		const c = row.appendChild(document.createElement(name));
		c.append(content);
		return c;
	}

	// The link of a store of the dashboard, or the name that the record has.
	function store(slug) {
		const item = [...find('stores').children].find((one) => one.dataset.slug === slug);
		return item ? item.firstElementChild.cloneNode(true) : slug;
	}

	function detail(data) {
		const amount = data.revenue || data.value;
		return amount ? money(amount) : data.campaign ? data.campaign + ' · ' + number.format(data.step) : '–';
	}

	function show(event) {
		const record = JSON.parse(event.data), kind = EVENTS[event.type], row = document.createElement('tr');
		last = event.lastEventId;
		row.className = kind;
		row.dataset.id = record.id;
		cell(row, 'th', clock.format(new Date(record.time))).scope = 'row';
		cell(row, 'td', rows.dataset[kind]);
		if (find('stores').children.length > 1)
			cell(row, 'td', store(record.store));
		cell(row, 'td', detail(record.data)).className = 'n';
		rows.prepend(row);
		if (rows.rows.length > ROWS_MAX)
			rows.deleteRow(ROWS_MAX);
		find(kind).textContent = number.format(++counts[kind]);
		find('events').hidden = false;
	}

	// A browser connects again after a broken connection, but not after an error of the web server.
	function connect() {
		const source = new EventSource('events' + (last && '?after=' + last));
		source.addEventListener('ready', (event) => {
			last = event.lastEventId;
			state.textContent = state.dataset.open;
		});
		source.onerror = () => {
			state.textContent = state.dataset.lost;
			if (source.readyState === EventSource.CLOSED)
				setTimeout(connect, AGAIN);
		};
		for (const name of Object.keys(EVENTS))
			source.addEventListener(name, show);
	}

	if (location.protocol !== 'file:')
		connect();
})();
