#!/usr/bin/env python3
"""dashboard.py: check pages of crt-report dashboard, and print their figures.

dashboard.py FOLDER PAGE...: each page must be well formed, have a policy that allows its style and
nothing else, link only to pages of the folder, and have charts that equal their tables. Prints the
stages of the funnel and the days: PAGE funnel STAGE CARTS; PAGE day DATE ABANDONED RECOVERED [young];
PAGE store NAME ABANDONED RECOVERED.
Ends with 1 after a fault.
"""
import base64
import hashlib
import os
import re
import sys
from html.parser import HTMLParser

VOID = {'meta', 'link', 'br', 'img', 'input', 'hr'}
BYTES_MAX = 300000
faults = 0
comma = False       # the decimal mark of the page


def fault(*what):
    global faults
    faults += 1
    print('bad:', *what)


class Element:
    def __init__(self, name, attributes):
        self.name, self.attributes, self.children = name, dict(attributes), []

    def all(self, name, css=None):
        for c in self.children:
            if isinstance(c, Element):
                if c.name == name and (css is None or css in c.get('class').split()):
                    yield c
                yield from c.all(name, css)

    def get(self, key):
        return self.attributes.get(key) or ''

    def text(self):
        return ' '.join(''.join(c if isinstance(c, str) else c.text() for c in self.children).split())


class Page(HTMLParser):
    def __init__(self, name, text):
        super().__init__()
        self.name, self.root = name, Element('', [])
        self.open = [self.root]
        self.feed(text)
        self.close()
        if len(self.open) > 1:
            fault(name, 'not closed:', self.open[-1].name)

    def handle_starttag(self, tag, attributes):
        e = Element(tag, attributes)
        if len(e.attributes) != len(attributes):
            fault(self.name, 'an attribute twice in', tag)
        self.open[-1].children.append(e)
        if tag not in VOID:
            self.open.append(e)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, attributes))

    def handle_endtag(self, tag):
        if self.open[-1].name != tag:
            fault(self.name, tag, 'ends in', self.open[-1].name, self.getpos())
        else:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def number(text):
    if comma:
        text = text.replace('.', '').replace(',', '.')
    digits = re.sub('[^0-9.-]', '', text)
    return float(digits) if digits else None


def digests(text, tag):
    """The policy of each text of a tag."""
    return [f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"
            for part in re.findall(f'<{tag}>(.*?)</{tag}>', text, re.S)]


def check_policy(page, text):
    live = page.name == 'live.html'
    styles, scripts = digests(text, 'style'), digests(text, 'script')
    policy = [m.get('content') for m in page.root.all('meta') if m.get('http-equiv')]
    want = (f"default-src 'none'; style-src {' '.join(styles)};"
            + (f" script-src {' '.join(scripts)}; connect-src 'self';" if live else '')
            + " img-src data:; base-uri 'none'; form-action 'none'")
    if policy != [want]:
        fault(page.name, 'policy', policy, 'not', want)
    if len(styles) != 1 or len(list(page.root.all('script'))) != len(scripts) or len(scripts) != live:
        fault(page.name, 'more than one style, or a script')


def check_elements(page, folder):
    ids = {}
    for e in every(page.root):
        for key, value in e.attributes.items():
            if key == 'style' or key.startswith('on'):
                fault(page.name, 'the policy blocks', key, 'of', e.name)
            if key in ('href', 'src') and not value.startswith(('data:', '#')) \
                    and not os.path.isfile(os.path.join(folder, value)):
                fault(page.name, 'links to', value)
        if e.get('id'):
            ids[e.get('id')] = ids.get(e.get('id'), 0) + 1
    for e in every(page.root):
        for id in e.get('aria-labelledby').split() + [e.get('href')[1:]] * e.get('href').startswith('#'):
            if ids.get(id) != 1:
                fault(page.name, 'id', id, 'occurs', ids.get(id, 0), 'times')


def every(e):
    for c in e.children:
        if isinstance(c, Element):
            yield c
            yield from every(c)


def scale(svg):
    """The value at each height, from the labels of the grid."""
    ticks = [(float(t.get('y')), number(t.text())) for t in svg.all('text', 'tick') if t.get('dy')]
    (y0, v0), (y1, v1) = ticks[0], ticks[-1]
    return lambda y: v0 + (float(y) - y0) * (v1 - v0) / (y1 - y0)


def near(page, what, drawn, said, most):
    # A shape has one decimal of a unit; a rate in a table one decimal of a percent.
    if len(drawn) != len(said) or any(abs(a - b) > most for a, b in zip(drawn, said)):
        fault(page.name, what, drawn, 'but the table has', said)


def check_days(page):
    rows = [[c.text() for c in r.children if isinstance(c, Element)]
            for d in page.root.all('details') for b in d.all('tbody') for r in b.all('tr')]
    for date, whole, part, rate in rows:
        print(page.name, 'day', date.replace(' *', '').replace(' ', '_'), int(number(whole)), int(number(part)),
              'young' if date.endswith('*') else '')
    days = [(number(r[1]), number(r[2]), number(r[3])) for r in rows if number(r[1])]
    young = [r[0].endswith('*') for r in rows if number(r[1])]
    kinds = []
    charts = [s for f in page.root.all('figure') for s in f.all('svg')]
    for svg in charts:
        value = scale(svg)
        step = abs(value(1) - value(0)) / 5
        wholes, dots = list(svg.all('rect', 'whole')), list(svg.all('circle', 'dot'))
        kinds.append('bars' if wholes else 'dots')
        near(page, 'bars', [value(b.get('y')) for b in wholes], [d[0] for d in days] if wholes else [], step)
        near(page, 'bottoms', [value(float(b.get('y')) + float(b.get('height'))) for b in wholes],
             [0] * len(wholes), step)
        parts = [b for b in svg.all('rect') if b.get('x') and 'whole' not in b.get('class')]
        near(page, 'bottoms of parts', [value(float(b.get('y')) + float(b.get('height'))) for b in parts],
             [0] * len(parts), step)
        near(page, 'parts', [value(b.get('y')) for b in parts], [d[1] for d in days] if wholes else [], step)
        near(page, 'dots', [value(c.get('cy')) for c in dots], [] if wholes else [d[2] for d in days], step + 0.05)
        for marks in wholes, dots:
            if marks and ['young' in m.get('class') for m in marks] != young:
                fault(page.name, 'young days differ from the table')
    if days and sorted(kinds) != ['bars', 'bars', 'dots', 'dots']:
        fault(page.name, 'charts of', kinds)
    return len(charts)


def check_funnel(page):
    for row in (r for t in page.root.all('table', 'bars') for b in t.all('tbody') for r in b.all('tr')):
        cells = [c.text() for c in row.children if isinstance(c, Element)]
        print(page.name, 'funnel', row.get('class'), int(number(cells[2]) or 0))
        width = sum(float(r.get('width')) for r in row.all('rect'))
        if abs(width - (number(cells[3]) or 0)) > 0.1:
            fault(page.name, 'bar', width, 'but the table has', cells[3])


def check_stores(page):
    for row in (r for t in page.root.all('table') for b in t.all('tbody') for r in b.all('tr')):
        bars = list(row.all('rect', 'part'))
        if len(bars) == 1 and len(list(row.all('a'))) == 1:
            cells = [c.text() for c in row.children if isinstance(c, Element)]
            print(page.name, 'store', cells[0].replace(' ', '_'), int(number(cells[1])), int(number(cells[3])))
            if abs(float(bars[0].get('width')) - (number(cells[5]) or 0)) > 0.1:
                fault(page.name, 'bar', bars[0].get('width'), 'but the table has', cells[5])


def main(folder, names):
    global comma
    for name in names:
        with open(os.path.join(folder, name), encoding='utf-8') as f:
            text = f.read()
        if len(text.encode()) > BYTES_MAX:
            fault(name, 'has', len(text.encode()), 'bytes')
        page = Page(name, text)
        comma = next(page.root.all('html')).get('lang') in ('de', 'es', 'fr')
        check_policy(page, text)
        check_elements(page, folder)
        check_funnel(page)
        check_stores(page)
        if name.startswith(('store', 'campaign')) and check_days(page) != 4:
            fault(name, 'does not have two charts in two widths')


main(sys.argv[1], sys.argv[2:])
sys.exit(faults > 0)
