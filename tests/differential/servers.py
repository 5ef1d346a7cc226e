"""Real databases for the tests: servers of our own in a temporary folder, and the program under test."""
import contextlib
import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
# Seconds. Far more than is ever needed; a hanging server must not hang the whole run.
START_TIMEOUT = 60


class CannotRun(Exception):
    """The tests cannot be run here, and why."""


def program(*names):
    """The first of the programs that is installed, also where only root looks for programs."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise CannotRun(f"{names[0]} is not installed; .ci/run installs all that is needed")


@contextlib.contextmanager
def mariadb(folder):
    """A server of our own: its data in `folder`, no network, gone at the end. Gives its socket."""
    data, path, log = folder / "data", folder / "s", folder / "server.log"
    # The server refuses to be root unless told so by name.
    user = getpass.getuser()
    install = [program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", f"--user={user}", "--skip-test-db",
               "--auth-root-authentication-method=normal"]
    made = subprocess.run(install, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise CannotRun(f"mariadb-install-db failed:\n{made.stdout}{made.stderr}")
    # Nothing here has to outlive a power cut.
    options = ["--no-defaults", f"--datadir={data}", f"--socket={path}", f"--pid-file={folder / 'pid'}", f"--user={user}",
               "--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
               "--innodb-buffer-pool-size=64M", "--skip-log-bin", "--performance-schema=OFF"]
    with open(log, "wb") as out:
        server = subprocess.Popen([program("mariadbd"), *options], stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while not answers(path):
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotRun(f"the database server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield path
    finally:
        server.terminate()
        try:
            server.wait(START_TIMEOUT)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def answers(path):
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
            return True
        except OSError:
            return False


@contextlib.contextmanager
def postgres(folder):
    """A server of our own, as `mariadb`. Gives the environment that its tools find it with."""
    data, log = folder / "data", folder / "server.log"
    # PostgreSQL never runs as root; the package makes a user for it.
    as_user = []
    if os.geteuid() == 0:
        as_user = [program("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres", "postgres")
    os.chmod(folder, 0o755)
    environment = {**os.environ, "PGHOST": str(folder), "PGUSER": "tester", "PGDATABASE": "postgres", "LC_ALL": "C.UTF-8"}
    made = subprocess.run([*as_user, postgres_program("initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"],
                          capture_output=True, text=True, check=False, env=environment, cwd="/")
    if made.returncode != 0:
        raise CannotRun(f"initdb failed:\n{made.stdout}{made.stderr}")
    options = ["-D", data, "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off",
               "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    with open(log, "wb") as out:
        server = subprocess.Popen([*as_user, postgres_program("postgres"), *options], stdout=out, stderr=out, cwd="/")
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while subprocess.run([postgres_program("pg_isready"), "-q"], env=environment, check=False).returncode != 0:
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotRun(f"the database server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield environment
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(START_TIMEOUT)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def postgres_program(name):
    """Debian keeps the server's programs in a folder of their version."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    if found := shutil.which(name, path=path):
        return found
    raise CannotRun(f"{name} of PostgreSQL is not installed; .ci/run installs all that is needed")


def binary():
    """The program under test."""
    if "TABLECHECK" in os.environ:
        found = pathlib.Path(os.environ["TABLECHECK"]).resolve()
        if not found.is_file():
            raise CannotRun(f"TABLECHECK names {found}, which does not exist")
        return found
    # One that is there may be older than the sources.
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=REPOSITORY, check=True)
    return REPOSITORY / "target" / "release" / "tablecheck"
