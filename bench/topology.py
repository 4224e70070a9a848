"""The processes that KubeForge is made of, each on its own: PostgreSQL, a Temporal server on it, one api, one worker, and
the simulator. They live below a temporary folder and on the loopback, and end with the benchmark."""

import copy
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
RELEASE = "1.32.0"
TOOLS = Path(os.environ.get("KUBEFORGE_TOOLS", Path.home() / ".cache/kubeforge/tools"))
TEMPORAL_TOOLS = TOOLS / f"temporal-{RELEASE}"
PASSWORD = {"kubeforge": "kubeforge", "temporal": "temporal"}


class Failed(Exception):
    """What went wrong, in a sentence for the person who runs the benchmark."""


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def free_ports(count):
    """Below 32768: Temporal keeps its ports in a column that holds no more."""
    held = []
    for port in random.sample(range(14000, 20000), 1000):
        try:
            held.append(socket.create_server(("127.0.0.1", port)))
        except OSError:
            continue
        if len(held) == count:
            break
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def until(what, seconds, condition):
    """Waits for a condition, looking every fifth of a second."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not come about within {seconds} s.")
        time.sleep(0.2)


def class_path(module):
    """As in production: the module's jar and what it depends on."""
    target = HOME / module / "target"
    jars = [jar for jar in target.glob(f"kubeforge-{module}-*.jar") if not jar.name.endswith("-tests.jar")]
    if not jars:
        raise Failed(f"{target} has no jar of {module}; bench/run.sh builds it.")
    return f"{target}/dependency/*:{jars[0]}"


class Topology:
    """Everything that runs. Use as a context manager."""

    def __init__(self, options, worker=True):
        self.with_worker = worker
        self.work = Path(tempfile.mkdtemp(prefix="kubeforge-bench-"))
        self.work.chmod(0o755)
        self.processes = {}
        self.concurrent_steps = options.concurrent_steps
        self.worker_options = list(options.worker_option)
        self.api_options = list(options.api_option)
        self.shards = options.shards
        self.keep = options.keep
        self.patience = options.patience
        self.environment = dict(os.environ)
        self.postgres = self._find_postgres()

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self._end(keep_logs=True)
            raise
        return self

    def __exit__(self, kind, failure, trace):
        self._end(keep_logs=kind is not None)

    def _start(self):
        ports = free_ports(10)
        self.postgres_port, self.temporal_port, self.api_port, *self.inner = ports
        say(f"PostgreSQL, Temporal {RELEASE}, an api and a worker in {self.work}")
        self._start_postgres()
        self._start_temporal()
        self._start_kubeforge()

    def _end(self, keep_logs):
        for name in reversed(list(self.processes)):
            process = self.processes[name]
            if name == "worker" and self.worker_options or name == "api" and self.api_options:
                process.terminate()  # so that a recording is written
                try:
                    process.wait(timeout=60)
                except subprocess.TimeoutExpired:
                    say(f"The {name} did not end within 60 s of SIGTERM and is killed.")
            process.kill()
            process.wait()
        if (self.work / "data/postmaster.pid").exists():
            self._as_postgres([self.postgres / "pg_ctl", "-D", self.work / "data", "-m", "immediate", "-s", "stop"])
        if keep_logs or self.keep:
            say(f"The logs of the processes are kept in {self.work}.")
        else:
            shutil.rmtree(self.work, ignore_errors=True)

    def run(self, name, command):
        """Starts a process with its own log, known by its name."""
        with open(self.work / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(word) for word in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=HOME,
                env=self.environment)

    @staticmethod
    def _find_postgres():
        given = os.environ.get("POSTGRES_BIN")
        found = [Path(given)] if given else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not found or not (found[-1] / "initdb").exists():
            raise Failed("PostgreSQL's programs were not found: install them (apt-get install postgresql), or name their"
                         " folder in POSTGRES_BIN.")
        return found[-1]

    def _as_postgres(self, command, **options):
        words = [str(word) for word in command]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            words = ["runuser", "-u", "postgres", "--", *words]
        return subprocess.run(words, check=True, cwd="/", env=self.environment, **options)

    def _start_postgres(self):
        for folder in ("data", "socket"):
            (self.work / folder).mkdir(mode=0o700 if folder == "data" else 0o777)
            if os.geteuid() == 0:
                shutil.chown(self.work / folder, "postgres")
        quiet = {"stdout": subprocess.DEVNULL}
        self._as_postgres([self.postgres / "initdb", "-D", self.work / "data", "-U", "postgres", "-A", "trust"], **quiet)
        options = (f"-p {self.postgres_port} -c listen_addresses=127.0.0.1"
                   f" -c unix_socket_directories={self.work}/socket -c max_connections=200")
        self._as_postgres([self.postgres / "pg_ctl", "-D", self.work / "data", "-l", self.work / "data/log", "-s", "-w",
                           "-o", options, "start"], **quiet)
        self._script("databases", "deploy/postgres/databases.sh", POSTGRES_USER="postgres", PGHOST="127.0.0.1",
                     PGPORT=str(self.postgres_port), PATH=f"{self.postgres}:{os.environ['PATH']}",
                     KUBEFORGE_DATABASE_PASSWORD=PASSWORD["kubeforge"], TEMPORAL_DATABASE_PASSWORD=PASSWORD["temporal"])

    def _script(self, name, script, **variables):
        with open(self.work / f"{name}.log", "ab") as log:
            done = subprocess.run(["sh", script], cwd=HOME, env={**self.environment, **variables}, stdout=log,
                                  stderr=log, check=False)
        if done.returncode != 0:
            raise Failed(f"{script} ended with {done.returncode}; see {self.work}/{name}.log.")

    def _succeeds(self, name, script):
        try:
            self._script(name, script)
            return True
        except Failed:
            return False

    def _start_temporal(self):
        links = self.work / "bin"
        links.mkdir()
        (links / "temporal-sql-tool").symlink_to(TEMPORAL_TOOLS / "sql")
        (links / "temporal").symlink_to(shutil.which("temporal") or TOOLS / "temporal")
        self.environment["PATH"] = f"{links}:{os.environ['PATH']}"
        module = Path(subprocess.run(["go", "env", "GOMODCACHE"], capture_output=True, text=True, check=True)
                      .stdout.strip()) / f"go.temporal.io/server@v{RELEASE}"
        self._script("schema", "deploy/temporal/schema.sh", SQL_PLUGIN="postgres12", SQL_HOST="127.0.0.1",
                     SQL_PORT=str(self.postgres_port), SQL_USER="temporal", SQL_PASSWORD=PASSWORD["temporal"],
                     TEMPORAL_SCHEMAS=str(module / "schema/postgresql/v12"))
        (self.work / "config").mkdir()
        (self.work / "config/production.yaml").write_text(self._temporal_configuration())
        self.run("temporal", ["env", "GOGC=200", TEMPORAL_TOOLS / "server", "--root", self.work, "--config", "config",
                              "--env", "production", "start"])
        self.environment["TEMPORAL_ADDRESS"] = f"127.0.0.1:{self.temporal_port}"
        until("Temporal's health", 120, lambda: self.temporal(["operator", "cluster", "health"], check=False) is not None)
        until("Temporal's namespace", 60, lambda: self._succeeds("namespace", "deploy/temporal/namespace.sh"))

    def _temporal_configuration(self):
        """JSON is YAML, too."""
        def sql(database):
            return {"sql": {"pluginName": "postgres12_pgx", "databaseName": database, "user": "temporal",
                            "connectAddr": f"127.0.0.1:{self.postgres_port}", "connectProtocol": "tcp",
                            "password": PASSWORD["temporal"], "maxConns": 20, "maxIdleConns": 20}}

        def service(rpc, membership):
            return {"rpc": {"grpcPort": rpc, "membershipPort": membership, "bindOnIP": "127.0.0.1"}}

        port, inner = self.temporal_port, self.inner
        address = f"127.0.0.1:{port}"
        return json.dumps({
            "log": {"stdout": True, "level": "warn"},
            "persistence": {"defaultStore": "default", "visibilityStore": "visibility", "numHistoryShards": self.shards,
                            "datastores": {"default": sql("temporal"), "visibility": sql("temporal_visibility")}},
            "global": {"membership": {"maxJoinDuration": "30s", "broadcastAddress": "127.0.0.1"}},
            "services": {"frontend": service(port, inner[0]), "matching": service(inner[1], inner[2]),
                         "history": service(inner[3], inner[4]), "worker": service(inner[5], inner[6])},
            "clusterMetadata": {
                "failoverVersionIncrement": 10, "masterClusterName": "active", "currentClusterName": "active",
                "clusterInformation": {"active": {"enabled": True, "initialFailoverVersion": 1, "rpcName": "frontend",
                                                  "rpcAddress": address}}},
            "dcRedirectionPolicy": {"policy": "noop"}, "publicClient": {"hostPort": address},
            "dynamicConfigClient": {"filepath": f"{HOME}/deploy/temporal/dynamic-config.yaml", "pollInterval": "60s"}})

    def temporal(self, words, check=True):
        """The Temporal command line's answer; None when it failed and need not have succeeded."""
        done = subprocess.run(["temporal", *words], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout
        if check:
            raise Failed(f"temporal {' '.join(words)} failed: {done.stderr.strip()}")
        return None

    def _start_kubeforge(self):
        keyset = str(self.work / "keyset.json")
        self.environment.update(
            DATASOURCES_DEFAULT_URL=f"jdbc:postgresql://127.0.0.1:{self.postgres_port}/kubeforge",
            DATASOURCES_DEFAULT_USERNAME="kubeforge", DATASOURCES_DEFAULT_PASSWORD=PASSWORD["kubeforge"],
            KUBEFORGE_KEYSET_FILE=keyset, KUBEFORGE_STORE_KEYSET_FILE=keyset,
            KUBEFORGE_API_TEMPORAL_TARGET=f"127.0.0.1:{self.temporal_port}",
            KUBEFORGE_WORKER_TEMPORAL_TARGET=f"127.0.0.1:{self.temporal_port}",
            KUBEFORGE_API_HOST="127.0.0.1", KUBEFORGE_API_PORT=str(self.api_port),
            MALLOC_ARENA_MAX="2")
        if self.concurrent_steps:
            self.environment["KUBEFORGE_WORKER_CONCURRENT_STEPS"] = str(self.concurrent_steps)
        java = ["java", "-Xmx1g", f"-Dlogback.configurationFile={HOME}/deploy/logback.xml"]
        api, worker = class_path("api"), class_path("worker")
        with open(self.work / "keyset.log", "wb") as log:
            subprocess.run([*java, "-cp", api, "io.kubeforge.store.KeysetInit"], env=self.environment, check=True,
                           stderr=log)
        # As the api's image has it.
        small = ["-Xmx224m", "-XX:+UseSerialGC"]
        self.run("api", [*java, *small, *self.api_options, "-cp", api, "io.kubeforge.api.ApiApplication"])
        if self.with_worker:
            self.run("worker", [*java, *self.worker_options, "-cp", worker, "io.kubeforge.worker.WorkerApplication"])
        with open(self.work / "kubeconfig.log", "wb") as log:
            self.kubeconfig = subprocess.run(
                [*java, "-cp", api, "io.kubeforge.api.security.AdminKubeconfigCommand",
                 f"https://127.0.0.1:{self.api_port}"],
                env=self.environment, check=True, capture_output=False, stdout=subprocess.PIPE, stderr=log,
                text=True).stdout
        (self.work / "kubeconfig").write_text(self.kubeconfig)

    def simulate(self, hosts, speed=100):
        """Starts the simulated hosts."""
        directory = self.work / "simulator"
        self.run("simulator", ["java", "-Xmx1g", "-jar", HOME / "simulator/target/kubeforge-simulator.jar",
                               "--directory", directory, "--hosts", hosts, "--speed", speed, "--port", 20500])
        log = self.work / "simulator.log"
        until("the simulated hosts' start", 180, lambda: "ready " in log.read_text())
        return Simulator(directory)


class Simulator:
    """Simulated hosts: how they are reached, and what they counted."""

    def __init__(self, directory):
        self.directory = directory
        inventory = json.loads((directory / "inventory.json").read_text())
        self.hosts = inventory["hosts"]
        self.user = inventory["user"]
        self.key = (directory / Path(inventory["keyFile"]).name).read_text()

    def some(self, begin, end=None):
        """Some of these hosts, as if there were no others."""
        part = copy.copy(self)
        part.hosts = self.hosts[begin:end]
        return part

    def last(self, steps):
        """From now on each of these scripts takes so many seconds."""
        for script, seconds in steps.items():
            self._ask("last", script, str(seconds))

    def connections(self):
        """How often somebody logged in, by host."""
        names = {host["name"] for host in self.hosts}
        lines = self._ask("connections").splitlines()
        return {name: int(count) for name, count in (line.split() for line in lines) if name in names}

    def commands(self):
        """How many commands came over SSH, by script; what runs detached came with the one that started it."""
        counts = {}
        for played in self._played():
            if not played.get("detached"):
                counts[played["script"]] = counts.get(played["script"], 0) + 1
        return counts

    def ended(self, script):
        """When each run of a script ended, as time.time() counts."""
        return [datetime.fromisoformat(played["end"].replace("Z", "+00:00")).timestamp()
                for played in self._played() if played["script"] == script]

    def _played(self):
        """Everything that ran on the hosts and has ended."""
        for host in self.hosts:
            log = self.directory / "hosts" / host["name"] / "log.jsonl"
            if log.exists():
                yield from (json.loads(line) for line in log.read_text().splitlines())

    def _ask(self, *words):
        control = json.loads((self.directory / "control.json").read_text())
        with socket.create_connection(("127.0.0.1", control["port"])) as caller:
            caller.sendall((json.dumps({"word": control["word"], "arguments": words}) + "\n").encode())
            answer = json.loads(b"".join(iter(lambda: caller.recv(65536), b"")))
        if not answer["done"]:
            raise Failed(f"The simulator refused {' '.join(words)}: {answer['text']}")
        return answer["text"]
