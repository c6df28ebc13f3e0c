#!/usr/bin/python3
"""woocommerce.py: the order list of a shop, filtered and paged as WooCommerce does it.

    woocommerce.py FOLDER ORDERS [--churn ID...]

Writes FOLDER/port when it listens, and FOLDER/log: a line of JSON for each request.
ORDERS: a file of "ID SECOND", the seconds of 2026-11-01 UTC in which orders changed.
--churn: at each request for orders, the next of these changes at the end of the day, as orders
change during a poll.

Rules of WooCommerce that it follows: modified_after and modified_before exclude their own second and
are compared without conversion. orderby=modified leaves the order within a second open, here
descending by id. A page after the last is empty. X-WP-TotalPages counts the pages.
"""
import argparse
import datetime
import http.server
import json
import os
import urllib.parse

ap = argparse.ArgumentParser()
ap.add_argument('folder')
ap.add_argument('orders')
ap.add_argument('--churn', nargs='*', default=[])
opt = ap.parse_args()
DAY = datetime.datetime(2026, 11, 1)
orders = {int(i): int(s) for i, s in (line.split() for line in open(opt.orders))}
churn = [int(i) for i in opt.churn]
latest = 80000


def stamp(second):
    return (DAY + datetime.timedelta(seconds=second)).isoformat()


def order(i):
    return {'id': i, 'status': 'processing', 'currency': 'EUR', 'total': '9.90',
            'created_via': 'checkout', 'date_modified_gmt': stamp(orders[i])}


def listed(q):
    found = [i for i in orders if stamp(orders[i]) > q['modified_after']
             and ('modified_before' not in q or stamp(orders[i]) < q['modified_before'])]
    if q['orderby'] == 'modified':
        found.sort(key=lambda i: (orders[i], -i))
    else:
        found.sort()
    return found if q['order'] == 'asc' else found[::-1]


def change():
    global latest
    if churn:
        latest += 1
        orders[churn.pop(0)] = latest


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True  # else the body waits 40 ms for the acknowledgment of the headers

    def log_message(self, *args):
        pass

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        q = dict(urllib.parse.parse_qsl(url.query))
        with open(os.path.join(opt.folder, 'log'), 'a') as log:
            log.write(json.dumps({'path': url.path, 'query': q}) + '\n')
        found = listed(q) if url.path.endswith('/orders') and q['status'] == 'any' else []
        size, page = int(q['per_page']), int(q['page'])
        body = [order(i) for i in found[(page - 1) * size:page * size]]
        if q.get('_fields') == 'id':
            body = [{'id': o['id']} for o in body]
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json; charset=UTF-8')
        self.send_header('Content-Length', str(len(text)))
        self.send_header('X-WP-Total', str(len(found)))
        self.send_header('X-WP-TotalPages', str(-(-len(found) // size)))
        self.end_headers()
        self.wfile.write(text)
        if url.path.endswith('/orders') and q['status'] == 'any':
            change()


server = http.server.HTTPServer(('127.0.0.1', 0), Shop)
with open(os.path.join(opt.folder, 'port.new'), 'w') as f:
    f.write(str(server.server_port))
os.rename(os.path.join(opt.folder, 'port.new'), os.path.join(opt.folder, 'port'))
server.serve_forever()
