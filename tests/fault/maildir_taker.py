#!/usr/bin/python3
"""maildir_taker.py: a mail system that takes mails out of a Maildir at once.

    maildir_taker.py FOLDER MAILDIR

Writes FOLDER/port when it is ready, moves each file of MAILDIR/new to FOLDER as N.eml.
"""
import os
import sys
import time

folder, maildir = sys.argv[1:]
new = os.path.join(maildir, 'new')
open(os.path.join(folder, 'port'), 'w').close()
n = 0
while True:
    for name in os.listdir(new) if os.path.isdir(new) else []:
        n += 1
        os.rename(os.path.join(new, name), os.path.join(folder, '%d.eml' % n))
    time.sleep(0.001)
