#!/usr/bin/python3
"""terminal.py: runs a command at a terminal and responds to its prompts.

    terminal.py COMMAND... -- PROMPT RESPONSE [PROMPT RESPONSE]...

Prints what the terminal showed, "echo on" if the terminal echoes input at the end, and "exit N".
An RESPONSE that ends with a control byte is sent unchanged; others get a newline.
"""
import os
import pty
import sys
import termios

cut = sys.argv.index('--')
command, talk = sys.argv[1:cut], sys.argv[cut + 1:]
pid, fd = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b''


def read():
    try:
        return os.read(fd, 4096)
    except OSError:
        return b''


for prompt, response in zip(talk[::2], talk[1::2]):
    start = len(shown)
    while prompt.encode() not in shown[start:]:
        got = read()
        if not got:
            break
        shown += got
    # The command switches the echo off after its prompt.
    while termios.tcgetattr(fd)[3] & termios.ECHO:
        if os.waitpid(pid, os.WNOHANG)[0]:
            break
    os.write(fd, response.encode() + (b'' if response[-1] < ' ' else b'\n'))
while True:
    got = read()
    if not got:
        break
    shown += got
sys.stdout.write(shown.decode())
_, status = os.waitpid(pid, 0)
try:
    if termios.tcgetattr(fd)[3] & termios.ECHO:
        print('echo on')
except termios.error:
    print('echo gone')
print('exit', os.waitstatus_to_exitcode(status))
