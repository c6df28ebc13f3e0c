#!/usr/bin/python3
"""fork.py: starts the scripted servers as copies of itself.

    fork.py PIPE

A new Python, with the modules of such a server, takes ten times as long. Each line that arrives in the
named pipe PIPE starts one: the current folder, the server's folder, its script, and its arguments,
separated by tabs. The copy writes its process id to FOLDER/served, and what it prints to FOLDER/err.
Ends when the pipe was removed.
"""
import argparse
import gc
import http.server
import json
import os
import re
import select
import signal
import socket
import sys
import threading
import time
import urllib.parse

LOADED = argparse, http.server, json, re, socket, threading, time, urllib.parse
TICK = 5
PIPE = sys.argv[1]
codes = {}


def code_of(path):
    if path not in codes:
        with open(path) as f:
            codes[path] = compile(f.read(), path, 'exec')
    return codes[path]


def request():
    """The fields of the first request whose copy runs this; the original never returns."""
    pipe = os.open(PIPE, os.O_RDWR)
    while select.select([pipe], [], [], TICK)[0] or os.path.exists(PIPE):
        for line in os.read(pipe, 65536).decode().splitlines() if select.select([pipe], [], [], 0)[0] else ():
            fields = line.split('\t')
            code_of(fields[2])
            if os.fork() == 0:
                os.close(pipe)
                return fields
    sys.exit()


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
gc.freeze()
current, folder, path, *arguments = request()
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
os.chdir(current)
printed = os.open(os.path.join(folder, 'err'), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
os.dup2(printed, 1)
os.dup2(printed, 2)
with open(os.path.join(folder, 'served.new'), 'w') as f:
    f.write('%d\n' % os.getpid())
os.rename(os.path.join(folder, 'served.new'), os.path.join(folder, 'served'))
sys.path[0] = os.path.dirname(path)
sys.argv = [path, folder, *arguments]
exec(code_of(path), {'__name__': '__main__', '__file__': path})
