#!/usr/bin/python3
"""magento_shop.py: a shop that responds as Magento does, with its peculiarities.

    magento_shop.py FOLDER DATA.json

Writes FOLDER/port when it listens, and FOLDER/log: "STATUS METHOD TARGET" of each request.
DATA is read at each request. It has orders, carts, and customers (lists of API objects), totals
({ID: response}), breaks (paths at which the shop fails), and keys (consumer key and secret, token
and its secret: OAuth 1.0a) or client (id and secret: a login as to IMS, and a bearer token).

Searches filter, sort as requested (by default newest first), and return the last page again for any
later page.  Only open carts have totals.
"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import re
import sys
import urllib.parse

folder, data_file = sys.argv[1:]
TOKEN = 'token-of-a-day'


def quoted(text):
    return urllib.parse.quote(text, safe='-._~')


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True  # else the body waits 40 ms for the acknowledgment of the headers

    def log_message(self, *args):
        pass

    def say(self, status, value):
        body = json.dumps(value).encode()
        with open(folder + '/log', 'a') as f:
            f.write(f'{status} {self.command} {self.path}\n')
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def signed(self, keys):
        """RFC 5849, over the parameters of the field and of the query."""
        fields = dict(re.findall(r'(\w+)="([^"]*)"', self.headers.get('Authorization', '')))
        fields = {k: urllib.parse.unquote(v) for k, v in fields.items()}
        signature = fields.pop('oauth_signature', '')
        url, _, query = self.path.partition('?')
        pairs = urllib.parse.parse_qsl(query, keep_blank_values=True) + list(fields.items())
        text = '&'.join(f'{k}={v}' for k, v in sorted((quoted(k), quoted(v)) for k, v in pairs))
        base = '&'.join(quoted(t) for t in ('GET', f'http://{self.headers["Host"]}{url}', text))
        key = f'{quoted(keys[1])}&{quoted(keys[3])}'.encode()
        right = base64.b64encode(hmac.new(key, base.encode(), hashlib.sha256).digest()).decode()
        return (hmac.compare_digest(right, signature) and fields.get('oauth_consumer_key') == keys[0]
                and fields.get('oauth_token') == keys[2])

    def search(self, things, query):
        requested = dict(urllib.parse.parse_qsl(query))
        prefix = 'searchCriteria[filter_groups][%d][filters][0][%s]'
        key = lambda t, f: t.get(f, t.get('id') if f == 'entity_id' else None)
        group = 0
        while prefix % (group, 'field') in requested:
            field, value, how = (requested[prefix % (group, m)] for m in ('field', 'value', 'condition_type'))
            number = field != 'updated_at'
            make = (lambda x: int(x or 0)) if number else str
            test = {'eq': lambda a, b: a == b, 'gt': lambda a, b: a > b, 'gteq': lambda a, b: a >= b}[how]
            things = [t for t in things if test(make(key(t, field)), make(value))]
            group += 1
        sorts = [requested[f'searchCriteria[sortOrders][{i}][field]'] for i in range(2)
                 if f'searchCriteria[sortOrders][{i}][field]' in requested]
        things = sorted(things, key=lambda t: [key(t, f) for f in sorts or ['entity_id']], reverse=not sorts)
        size = int(requested.get('searchCriteria[pageSize]', len(things) or 1))
        last = max((len(things) - 1) // size, 0)
        page = min(int(requested.get('searchCriteria[currentPage]', 1)) - 1, last)
        return {'items': things[page * size:page * size + size], 'search_criteria': {}, 'total_count': len(things)}

    def respond(self, data, path, query):
        lists = {'orders': 'orders', 'carts/search': 'carts', 'customers/search': 'customers'}
        right = data.get('lacks', {}).get(path)
        if right:
            return 401, {'message': "The consumer isn't authorized to access %resources.",
                         'parameters': {'resources': right}}
        if path in data.get('breaks', []):
            return 500, {'message': 'Internal Error. Details are available in Magento log file. Report ID: webapi-6a1'}
        if path in lists:
            return 200, self.search(data.get(lists[path], []), query)
        cart = re.fullmatch(r'carts/(\d+)/totals', path)
        if cart and cart[1] in data.get('totals', {}):
            return 200, data['totals'][cart[1]]
        cart = [c for c in data.get('carts', []) if path == f'carts/{c["id"]}']
        if cart:
            return 200, cart[0]
        return 404, {'message': 'No such entity with %fieldName = %fieldValue'}

    def do_GET(self):
        with open(data_file) as f:
            data = json.load(f)
        path, _, query = self.path.partition('?')
        rest = re.fullmatch(r'(?:/rest/\w+)?/V1/(.*)', path)
        if 'keys' in data and not self.signed(data['keys']):
            self.say(401, {'message': 'The signature is invalid. Verify and try again.'})
        elif 'client' in data and self.headers.get('Authorization') != 'Bearer ' + TOKEN:
            self.say(401, {'message': 'Oauth token is not valid'})
        elif rest is None:
            self.say(404, {'message': 'Request does not match any route.'})
        else:
            self.say(*self.respond(data, rest[1], query))

    def do_POST(self):
        with open(data_file) as f:
            client = json.load(f).get('client')
        body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
        form = dict(urllib.parse.parse_qsl(body))
        if self.path == '/ims/token/v3' and client == [form.get('client_id'), form.get('client_secret')]:
            self.say(200, {'access_token': TOKEN, 'token_type': 'bearer', 'expires_in': 86399})
        else:
            self.say(400, {'error': 'invalid_client'})


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Shop)
with open(folder + '/port.new', 'w') as f:
    f.write(str(server.server_address[1]))
os.rename(folder + '/port.new', folder + '/port')
server.serve_forever()
