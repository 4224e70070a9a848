"""Clusters of simulated hosts whose steps take a fixed time: what KubeForge itself adds to the critical path, and costs."""

import json
import time

from api import Api, cluster_spec
from measure import Meter
from tables import number, table, write
from topology import Topology, say, until

STEPS = {"prepare": 60, "kubeadm-init": 30, "network-install": 10, "kubeadm-join": 20}


def critical_path(hosts, control_planes, steps):
    """Further control planes join one by one, beside the workers and the network."""
    joins = max(control_planes - 1, 1) if hosts > 1 else 0
    after = max(steps["network-install"], joins * steps["kubeadm-join"])
    return steps["prepare"] + steps["kubeadm-init"] + after


def history(topology):
    """Events of the cluster's workflow, its bytes, and the events of all its children together."""
    told = json.loads(topology.temporal(["workflow", "describe", "-w", "cluster.default.demo", "-o", "json"]))
    parent = told["workflowExecutionInfo"]
    children = "WorkflowType='BringUpHost' and KubeForgeCluster='default/demo'"
    lines = topology.temporal(["workflow", "list", "-q", children, "--limit", "20000", "-o", "jsonl"])
    events = sum(int(json.loads(line).get("historyLength", 0)) for line in lines.splitlines() if line.strip())
    return int(parent["historyLength"]), int(parent.get("historySizeBytes", 0)), events


def at_work(topology, hosts, steps, earlier=0, clusters=1):
    """
    The API of a service that has made and deleted so many clusters of so many earlier hosts, whose steps took no time,
    and as many fresh hosts as are asked for, whose steps take theirs.
    """
    api = Api.of(topology)
    simulator = topology.simulate(earlier * clusters + hosts)
    if earlier:
        make_and_delete(api, simulator.some(0, earlier * clusters), earlier, topology.patience)
        say(f"{made(earlier, clusters)} made and deleted")
    simulator.last(steps)
    return api, simulator.some(earlier * clusters)


def make_and_delete(api, simulator, size, patience):
    """Clusters of this size of all these hosts."""
    names = api.hosts(simulator)
    clusters = {f"earlier{begin}": names[begin:begin + size] for begin in range(0, len(names), size)}
    for name, hosts in clusters.items():
        api.create("Cluster", name, spec=cluster_spec(hosts))
    api.await_ready(list(clusters), patience)
    for name in clusters:
        api.delete("Cluster", name)
    until("the end of what was made before", patience, lambda: not api.list("Cluster"))
    for name in names:
        api.delete("Host", name)
    api.delete("Secret", "key", "v1")


def made(hosts, clusters=1):
    """How much that is, with its verb."""
    return f"a cluster of {hosts} hosts was" if clusters == 1 else f"{clusters} clusters of {hosts} hosts were"


def create(hosts, control_planes, steps, options):
    """One creation; everything about it."""
    with Topology(options) as topology:
        api, simulator = at_work(topology, hosts, steps, options.warm_up)
        names = api.hosts(simulator)
        path = critical_path(hosts, control_planes, steps)
        say(f"{hosts} hosts, {control_planes} of them control planes: at least {path} s")
        meter = Meter(topology)
        begin, ordered = time.monotonic(), time.time()
        api.create("Cluster", "demo", spec=cluster_spec(names, control_planes))
        api.await_ready(["demo"], options.patience)
        total = time.monotonic() - begin
        cpu, memory = meter.cpu(), meter.memory()
        say(f"Ready after {total:.1f} s, {total / path:.2f} of the critical path")
        events, size, child_events = history(topology)
        return {"hosts": hosts, "control_planes": control_planes, "path": path, "total": total, "cpu": cpu,
                "preflight": max(simulator.ended("preflight")) - ordered,
                "memory": memory, "connections": sum(simulator.connections().values()),
                "commands": simulator.commands(), "events": events, "bytes": size, "child_events": child_events}


def run(options):
    results = [create(hosts, options.control_planes, STEPS, options) for hosts in options.hosts]
    if options.json:
        print(json.dumps(results))
    times = table(
        ["hosts", "control planes", "critical path, s", "total, s", "overhead, s", "ratio", "last preflight, s"],
        [[number(r["hosts"]), r["control_planes"], r["path"], number(r["total"], 1),
          number(r["total"] - r["path"], 1), f"**{r['total'] / r['path']:.2f}**", number(r["preflight"], 1)] for r in results])
    per_host = table(
        ["hosts", "api, CPU s per host", "worker", "Temporal", "PostgreSQL", "together", "simulator (apart)",
         "SSH connections per host", "remote commands per host"],
        [[number(r["hosts"])] + [number(r["cpu"][part] / r["hosts"], 3) for part in PARTS]
         + [number(sum(r["cpu"][part] for part in PARTS) / r["hosts"], 3),
            number(r["cpu"]["simulator"] / r["hosts"], 3), number(r["connections"] / r["hosts"], 2),
            number(sum(r["commands"].values()) / r["hosts"], 2)] for r in results])
    sizes = table(
        ["hosts", "events of the cluster's workflow", "its size, KiB", "events of all others, per host", "api, MiB",
         "worker, MiB", "Temporal, MiB", "PostgreSQL, MiB"],
        [[number(r["hosts"]), number(r["events"]), number(r["bytes"] / 1024), number(r["child_events"] / r["hosts"], 1)]
         + [number(r["memory"][part]) for part in PARTS] for r in results])
    commands = table(
        ["script"] + [f"{r['hosts']} hosts" for r in results],
        [[script] + [number(r["commands"].get(script, 0)) for r in results]
         for script in sorted({script for r in results for script in r["commands"]})])
    steps = ", ".join(f"{script} {seconds} s" for script, seconds in STEPS.items())
    write(f"simulated {options.control_planes}", f"Simulated hosts, {options.control_planes} control plane(s)",
          options.command, f"Each step takes a fixed time: {steps}. {served(options.warm_up)}\n\n{times}\n\n{per_host}\n\n{sizes}\n\n"
                           f"Remote commands, all hosts together:\n\n{commands}")


def served(hosts, clusters=1):
    """How warm the service was, for the document."""
    if hosts == 0:
        return "The service was just started."
    return f"By the same service {made(hosts, clusters)} made and deleted before."


PARTS = ["api", "worker", "temporal", "PostgreSQL"]
