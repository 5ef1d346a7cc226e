"""Reads what strace wrote of one run, and complains of what it should not have done.

reads.py TRACE ROOT GITCONFIG CACHE
"""

import os
import re
import sys

trace, root, settings, cache = sys.argv[1:]
# What every program opens to begin with: its libraries, its machine's limits, the clock's zone.
SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/share/", "/etc/ld.so", "/proc/self/", "/proc/sys/", "/proc/meminfo", "/proc/cpuinfo", "/sys/", "/dev/null", "/etc/localtime")
# The person's own settings of git, which the README names.
OWN = (settings, "/etc/gitconfig", os.path.expanduser("~/.config/git/"), os.path.expanduser("~/.gitconfig"))
# Calls that look at a name, and open nothing.
LOOKING = ("stat", "statx", "lstat", "newfstatat", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd", "chdir")
wrong = []
seen = 0
programs = 0
for line in open(trace, encoding="utf-8", errors="replace"):
    call = re.match(r"\d+ +(\w+)\((.*)", line)
    if not call:
        continue
    name, rest = call.groups()
    if name == "execve":
        programs += 1
    if name in ("fork", "vfork") or name in ("clone", "clone3") and "CLONE_THREAD" not in rest:
        wrong.append("a process: " + line)
    if name in ("socket", "connect", "bind"):
        wrong.append("a connection: " + line)
    if name in LOOKING or " = -1 " in line:
        continue
    for path in re.findall(r'"((?:[^"\\]|\\.)*)"', rest):
        if not path or name == "execve":
            continue
        seen += 1
        whole = os.path.realpath(os.path.join(root, path))
        if not (whole == root or whole.startswith(root + "/") or path.startswith(SYSTEM) or whole.startswith(SYSTEM) or path.startswith(OWN) or whole == cache or whole.startswith(cache + "/")):
            wrong.append("outside: " + line)
        if "O_WRONLY" in rest or "O_RDWR" in rest or name in ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat"):
            kept = whole == cache or whole.startswith(cache + "/")
            allowed = kept or os.path.basename(whole).startswith((".tablecheck-", "report.json")) or whole == "/dev/null"
            if not allowed:
                wrong.append("written: " + line)
if programs != 1:
    wrong.append(f"{programs} programs were started, the program itself is one\n")
if seen < 5:
    wrong.append("the trace tells of hardly any file\n")
sys.stdout.writelines(wrong)
sys.exit(bool(wrong))
