"""The API with 1,000 Clusters and 10,000 Hosts stored: gets, lists, writes, watches and memory, beside a kube-apiserver."""

import base64
import json
import os
import re
import subprocess

from api import Api
from kubernetes import DEFINITIONS, Kubernetes
from measure import Meter, resident
from tables import number, table, write
from topology import HOME, Topology, say

TOOL = HOME / "bench/target/load"
CLUSTERS = "/apis/kubeforge.io/v1alpha1/clusters"
HOSTS = "/apis/kubeforge.io/v1alpha1/hosts"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"


class Measured:
    """What one API did: each work's figures by its title, and the memory of its process at some moments."""

    def __init__(self, name, topology, process, options):
        self.name, self.topology, self.process, self.options = name, topology, process, options
        self.works, self.memory = {}, {}

    def load(self, title, work, **more):
        """Has the load tool do a work; what it printed, and the CPU seconds of each process meanwhile."""
        if not self._wanted(title):
            return
        meter = Meter(self.topology)
        done = subprocess.run(self._command(work, more), env=self._environment(), capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        self._noted(title, done.returncode, done.stdout, done.stderr, meter)

    def watching(self, title, moment, work, **more):
        """The same with a work that says when its watches are open, and is then looked at."""
        if not self._wanted(title):
            return
        meter = Meter(self.topology)
        with subprocess.Popen(self._command(work, more), env=self._environment(), text=True, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            said = process.stderr.readline()
            if said.strip() == "watching":
                moment()
            output, errors = process.communicate()
        self._noted(title, process.returncode, output, said + errors, meter)

    def _wanted(self, title):
        return title == FILL or re.search(self.options.only, title) is not None

    def _noted(self, title, code, output, errors, meter):
        if code != 0:
            # Not the whole benchmark: what the other API does is worth knowing all the same.
            self.works[title] = {"failure": errors.strip().splitlines()[-1]}
            say(f"{self.name}, {title}: FAILED: {self.works[title]['failure']}")
            return
        told = json.loads(output)
        self.works[title] = {**told, "cpu": {**meter.cpu(), "load tool": told["cpu"]}}
        say(f"{self.name}, {title}: " + ", ".join(f"{key} {told[key]:.1f}" for key in ("p50", "p95", "p99", "most"))
            + f" ms, {told['count'] / told['seconds']:.0f} per s, CPU s "
            + ", ".join(f"{part} {seconds:.1f}" for part, seconds in self.works[title]["cpu"].items()))

    def remember(self, moment):
        """Notes how much memory of the API's process is resident."""
        self.memory[moment] = resident(self.topology.processes[self.process].pid)
        say(f"{self.name}, {moment}: {self.memory[moment]} MiB")

    def _command(self, work, more):
        settings = [word for key, value in more.items() for word in (f"-{key.rstrip('_')}", str(value))]
        return [str(TOOL), "-server", self.topology.server, "-authority", str(self.topology.authority), work,
                "-clusters", str(self.options.clusters), "-hosts", str(self.options.hosts), *settings]

    def _environment(self):
        return {**os.environ, "LOAD_TOKEN": self.topology.token}


def measure(measured, options):
    """All works, one after the other."""
    clients, lasting = options.clients, f"{options.seconds}s"
    measured.load(FILL, "fill", clients=clients)
    for work, more in (("get", {"clients": clients}), ("list", {"path": CLUSTERS}),
                       ("list", {"path": CLUSTERS, "accept": TABLE}),
                       ("write", {"what": "host-status", "clients": clients, "suffix": "warm"})):
        measured.load("warming up", work, for_=lasting, **more)
    measured.works.pop("warming up", None)
    measured.load(GET, "get", for_=lasting)
    measured.load(GETS, "get", clients=clients, for_=lasting)
    measured.load(LIST, "list", path=CLUSTERS, for_=lasting)
    measured.load(LIST_TABLE, "list", path=CLUSTERS, accept=TABLE, for_=lasting)
    measured.load(LIST_HOSTS, "list", path=HOSTS, for_=lasting)
    for title, what in WRITES.items():
        measured.load(title, "write", what=what, clients=clients, for_=lasting, suffix="a")
    measured.remember("after that")
    measured.watching(WATCH, lambda: measured.remember(f"with {number(options.watchers)} watches, all told"), "watch",
                      watchers=options.watchers, rate=options.rate, for_=lasting)
    measured.watching(IDLE, lambda: measured.remember(f"with {number(options.idle)} idle watches"), "idle",
                      watchers=options.idle)
    return measured


FILL = "creations and first statuses while filling"
GET = "get, 1 client"
GETS = "get, many clients"
LIST = "list of all Clusters, JSON"
LIST_TABLE = "list of all Clusters, Table"
LIST_HOSTS = "list of all Hosts, JSON"
WRITES = {"create ConfigMaps": "configmap-create", "replace ConfigMaps": "configmap-update",
          "patch statuses of Hosts": "host-status"}
WATCH = "watch: line after the write's answer"
IDLE = "idle watches"


def kubeforge(options):
    """KubeForge's figures, and the definitions of its kinds."""
    with Topology(options, worker=False) as topology:
        api = Api.of(topology)
        topology.server = f"https://127.0.0.1:{topology.api_port}"
        topology.token = api.token
        topology.authority = topology.work / "authority.crt"
        found = re.search(r"certificate-authority-data:\s*\"?([^\s\"]+)", topology.kubeconfig).group(1)
        topology.authority.write_bytes(base64.b64decode(found))
        definitions = api.definitions(DEFINITIONS)
        return measure(Measured("KubeForge", topology, "api", options), options), definitions


def run(options):
    HOME.joinpath("bench/target").mkdir(exist_ok=True)
    subprocess.run(["go", "build", "-C", HOME / "bench/load", "-o", TOOL, "."], check=True)
    ours, definitions = kubeforge(options)
    both, beside = [ours], ""
    if options.apiserver and options.etcd:
        with Kubernetes(options, definitions) as kubernetes:
            both.append(measure(Measured("kube-apiserver", kubernetes, "kube-apiserver", options), options))
            beside = f", beside {kubernetes.versions()}"
    if not options.only:
        write("api", "The API", options.command, text(both, beside, options))


def text(both, beside, options):
    """The section of the document."""
    begin = (f"{number(options.clusters)} Clusters and {number(options.hosts)} Hosts of some 2 kB each are stored, over"
             f" HTTPS{beside}; {options.clients} clients where there are many, each asking again as soon as it is"
             f" answered. {number(options.watchers)} watches see {options.rate} writes per second each.")
    goals = table(["", "goal"] + [each.name for each in both], [
        ["get, p95", "10 ms"] + [cell(each, GET, "p95") for each in both],
        ["list of all Clusters, p95", "150 ms"] + [cell(each, LIST, "p95") for each in both],
        ["the same as Table, p95", "150 ms"] + [cell(each, LIST_TABLE, "p95") for each in both],
        ["watch, p99 after the write's answer", "50 ms"] + [cell(each, WATCH, "p99") for each in both],
        *[[f"{title}, per second", "500"] + [rate(each, title) for each in both] for title in WRITES],
        *[[f"memory {moment}", "512 MiB"] + [f"{each.memory.get(moment, '')} MiB" for each in both]
          for moment in both[0].memory]])
    return begin + "\n\n" + goals + "\n\n" + "\n\n".join(f"{each.name}:\n\n{details(each)}" for each in both)


def cell(measured, title, key):
    work = measured.works[title]
    return work.get("failure") or f"**{number(work[key], 1)}** ms"


def rate(measured, title):
    work = measured.works[title]
    return work.get("failure") or f"**{number(work['count'] / work['seconds'])}**"


def details(measured):
    """Everything about one API."""
    parts = list(dict.fromkeys(part for work in measured.works.values() for part in work.get("cpu", {})))
    rows = []
    for title, work in measured.works.items():
        if "failure" in work or title == IDLE:
            rows.append([title, work.get("failure", f"opened in {number(work.get('seconds', 0), 1)} s")])
            continue
        rows.append([title, number(work["count"]), number(work["count"] / work["seconds"])]
                    + [number(work[key], 1) for key in ("p50", "p95", "p99", "most")]
                    + [number(work["bytes"])] + [number(work["cpu"][part], 1) for part in parts])
    return table(["", "how many", "per s", "p50, ms", "p95", "p99", "most", "bytes of an answer"]
                 + [f"{part}, CPU s" for part in parts], rows)
