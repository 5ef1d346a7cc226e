#!/usr/bin/env python3
"""Stands between an editor and the server and writes down what both say, for tests/lsp_sessions.rs.

    record.py FILE BINARY ARGUMENT...

A line of FILE is `> ` and a message of the editor, or `< ` and one of the server: an answer, or diagnostics that it tells. The
project's folder is `$ROOT`.
"""
import json
import subprocess
import sys
import threading

file, *command = sys.argv[1:]
server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
lock = threading.Lock()
root = []
log = open(file, "w", encoding="utf-8")


def write_down(sign, body):
    message = json.loads(body)
    if message.get("method") == "initialize":
        root.append(message["params"]["rootUri"].removeprefix("file://"))
        message["params"]["processId"] = None
    is_answer = "method" not in message
    is_told = message.get("method") == "textDocument/publishDiagnostics" and message["params"]["diagnostics"]
    if (is_answer if sign == ">" else not is_answer and not is_told):
        return
    text = json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with lock:
        log.write(f"{sign} {text.replace(root[0], '$ROOT') if root else text}\n")
        log.flush()


def copy(source, target, sign):
    while True:
        headers = b""
        while not headers.endswith(b"\r\n\r\n"):
            byte = source.read(1)
            if not byte:
                target.close()
                return
            headers += byte
        length = next(int(line.split(b":")[1]) for line in headers.split(b"\r\n") if line.lower().startswith(b"content-length"))
        body = source.read(length)
        # Whoever is asked must not have answered before the question is written down.
        write_down(sign, body)
        target.write(headers + body)
        target.flush()


asking = threading.Thread(target=copy, args=(sys.stdin.buffer.raw, server.stdin, ">"), daemon=True)
asking.start()
copy(server.stdout, sys.stdout.buffer, "<")
sys.exit(server.wait())
