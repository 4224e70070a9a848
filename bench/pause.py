"""Pausing a cluster while a command runs on each of its hosts: how soon all of them have been killed."""

import time

from api import cluster_spec
from simulated import at_work, served
from tables import number, table, write
from topology import Failed, Topology, say, until

STEPS = {"prepare": 600}


def pause(hosts, options):
    """Pauses a cluster of so many hosts; seconds until nothing runs on them any more, and until the cluster says so."""
    with Topology(options) as topology:
        api, simulator = at_work(topology, hosts, STEPS, options.warm_up)
        names = api.hosts(simulator)
        api.create("Cluster", "demo", spec=cluster_spec(names))
        until("a command on each host", options.patience, lambda: len(simulator.ended("operation-start")) == hosts)
        say(f"a command runs on each of {hosts} hosts")
        ordered = time.time()
        api.patch("Cluster", "demo", {"spec": {"paused": True}})
        until("the pause", 300, lambda: api.get("Cluster", "demo")["status"].get("phase") == "Paused")
        told = time.time() - ordered
        killed = sorted(end - ordered for end in simulator.ended("operation-cancel"))
        if len(killed) != hosts:
            raise Failed(f"{len(killed)} of {hosts} commands were killed.")
        say(f"the last command was killed after {killed[-1]:.1f} s")
        return {"hosts": hosts, "median": killed[len(killed) // 2], "last": killed[-1], "told": told}


def run(options):
    rows = [[number(r["hosts"]), number(r["median"], 1), f"**{number(r['last'], 1)}**", number(r["told"], 1)]
            for r in (pause(hosts, options) for hosts in options.hosts)]
    write("pause", "Pausing", options.command,
          "A command runs on each host when `spec.paused` is set. " + served(options.warm_up) + "\n\n"
          + table(["hosts", "half of the commands killed, s", "all of them, s", "the cluster says Paused, s"], rows))
