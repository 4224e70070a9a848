"""Adding one worker to clusters of several sizes: what is done on the hosts must not grow with the cluster."""

import time

from api import cluster_spec
from measure import Meter
from simulated import at_work
from tables import number, table, write
from topology import Topology, say

STEPS = {"prepare": 1, "kubeadm-init": 1, "network-install": 1, "kubeadm-join": 1}


def difference(after, before):
    return {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}


def add(hosts, options):
    """Makes a cluster of so many hosts, adds one; what the simulator counted meanwhile."""
    with Topology(options) as topology:
        api, simulator = at_work(topology, hosts + 1, STEPS)
        names = api.hosts(simulator)
        api.create("Cluster", "demo", spec=cluster_spec(names[:hosts]))
        api.await_ready(["demo"], options.patience)
        say(f"{hosts} hosts are there; one more")
        connections, commands, meter = simulator.connections(), simulator.commands(), Meter(topology)
        begin = time.monotonic()
        api.patch("Cluster", "demo", {"spec": {"workers": [{"name": "general", "hosts": names[1:]}]}})
        api.await_ready(["demo"], options.patience, generation=2)
        total = time.monotonic() - begin
        cpu = sum(seconds for part, seconds in meter.cpu().items() if part != "simulator")
        opened = difference(simulator.connections(), connections)
        return {"hosts": hosts, "total": total, "cpu": cpu, "touched": len(opened), "connections": sum(opened.values()),
                "commands": difference(simulator.commands(), commands)}


def asked_for(commands):
    return {script: count for script, count in commands.items() if script != "operation-poll"}


def run(options):
    results = [add(hosts, options) for hosts in options.hosts]
    rows = [[number(r["hosts"]), r["touched"], r["connections"], sum(r["commands"].values()), number(r["total"], 1),
             number(r["cpu"], 2)] for r in results]
    scripts = sorted({script for r in results for script in r["commands"]})
    text = table(["hosts before", "hosts touched", "SSH connections", "remote commands", "total, s",
                  "CPU s without the simulator"], rows)
    text += "\n\n" + table(["script"] + [f"to {r['hosts']} hosts" for r in results],
                           [[script] + [r["commands"].get(script, 0) for r in results] for script in scripts])
    same = len({(r["touched"], r["connections"], tuple(sorted(asked_for(r["commands"]).items()))) for r in results}) == 1
    text += "\n\nHosts, connections and commands are the same at every size, but for `operation-poll`: how often a command" \
        " that runs is asked how far it is depends on how long it takes." if same else \
        "\n\nHosts, connections or commands **differ** between the sizes."
    write("add-host", "Adding one host", options.command, "Each step takes 1 s.\n\n" + text)
