"""Real hosts of a lab: KubeForge beside the same work by hand, in turns, until a pod reaches a Service by its name."""

import re
import json
import statistics
import subprocess
import time
from datetime import datetime
from pathlib import Path

from api import Api, cluster_spec
from tables import number, table, write
from topology import Failed, Topology, say

PREFIX = "bnch"
BY_HAND = "try"
SHORT = 0.5
TRIES_BY_HAND = 3


class Lab:
    """The folder of a lab: its program `lab` and `share/try-cluster.sh`."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        if not (self.folder / "lab").exists():
            raise Failed(f"{self.folder} has no program called lab; name the lab's folder with --lab.")

    def _run(self, *words):
        done = subprocess.run([str(self.folder / "lab"), *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"lab {' '.join(words)} failed: {done.stderr.strip()[-500:]}")
        return done.stdout

    def up(self, count, prefix, flavour):
        self._run("up", str(count), "--prefix", prefix, "--flavour", flavour)
        return [f"{prefix}{number}" for number in range(1, count + 1)]

    def down(self, names):
        self._run("down", *names)

    def balancer(self, names):
        self._run("balancer", *names)

    def inventory(self, names):
        """The hosts of these names in this order, and the URL of the mirror's packages."""
        told = json.loads(self._run("inventory", "--json"))
        hosts = {host["name"]: host for host in told["hosts"]}
        packages = next(iter(told["mirror"]["kubernetesApt"].values())).split("/core:")[0]
        return [hosts[name] for name in names], packages

    def by_hand(self, control_planes, workers, flavour):
        """Seconds until each line of the hand-made cluster; its hosts are there before, and gone afterwards."""
        names = self.up(control_planes + workers, BY_HAND, flavour)
        try:
            done = subprocess.run(
                [str(self.folder / "share/try-cluster.sh"), str(control_planes), str(workers), "1.36.3", flavour],
                capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Failed(f"try-cluster.sh failed: {(done.stdout + done.stderr)[-800:]}")
            return {text: float(seconds) for seconds, text in re.findall(r"^ *([\d.]+) s  (.*)$", done.stdout, re.M)}
        finally:
            self.down(names)


def spec_of(hosts, control_planes, packages):
    """As every user of such a lab would write it: its own packages; containers may have the old control groups."""
    more = {"packages": {"repository": packages, "runtime": "containerd.io"}, "preflight": {"ignore": ["Cgroup"]}}
    if control_planes > 1:
        more["endpoint"] = {"host": "balancer.lab"}
    return cluster_spec([host["name"] for host in hosts], control_planes, **more)


def steps(topology, hosts, ordered):
    """What Temporal recorded: (begin and end in seconds after the order, step, host), by begin."""
    found = []
    for where, workflow in [("", "cluster.default.demo"), *((host, f"host.default.demo.{host}") for host in hosts)]:
        names, begun = {}, {}
        for event in json.loads(topology.temporal(["workflow", "show", "-w", workflow, "-o", "json"]))["events"]:
            at = datetime.fromisoformat(event["eventTime"].replace("Z", "+00:00")).timestamp() - ordered
            if "activityTaskScheduledEventAttributes" in event:
                names[event["eventId"]] = event["activityTaskScheduledEventAttributes"]["activityType"]["name"]
            elif "activityTaskStartedEventAttributes" in event:
                begun[event["activityTaskStartedEventAttributes"]["scheduledEventId"]] = at
            elif "activityTaskCompletedEventAttributes" in event:
                scheduled = event["activityTaskCompletedEventAttributes"]["scheduledEventId"]
                found.append((begun[scheduled], at, names[scheduled], where))
    return sorted(found)


def steps_table(found):
    """Those that took a while."""
    return table(["step", "host", "begins after, s", "takes, s"],
                 [[name, host, number(begin, 1), number(end - begin, 1)] for begin, end, name, host in found
                  if end - begin >= SHORT])


def by_kubeforge(lab, control_planes, workers, flavour, options):
    """Seconds until Ready on fresh hosts, and the steps; KubeForge itself is up before."""
    names = lab.up(control_planes + workers, PREFIX, flavour)
    try:
        if control_planes > 1:
            lab.balancer(names[:control_planes])
        hosts, packages = lab.inventory(names)
        with Topology(options) as topology:
            api = Api.of(topology)
            api.credential(Path(hosts[0]["privateKey"]).read_text())
            for host in hosts:
                api.host(host["name"], host["address"], host["port"], host["user"])
            begin, ordered = time.monotonic(), time.time()
            api.create("Cluster", "demo", spec=spec_of(hosts, control_planes, packages))
            api.await_ready(["demo"], options.patience)
            return time.monotonic() - begin, steps(topology, names, ordered)
    finally:
        lab.down(names)


def hand_made(lab, control_planes, workers, flavour):
    """By hand nothing is tried again: where that fails, all of it is done once more."""
    for attempt in range(TRIES_BY_HAND):
        try:
            return lab.by_hand(control_planes, workers, flavour)["and the Service, by its DNS name"]
        except Failed as failure:
            if attempt + 1 == TRIES_BY_HAND:
                raise
            say(f"by hand it failed, and begins anew: {failure}")


def result(hand, ours, found):
    """The section's text."""
    ratio = statistics.median(ours) / statistics.median(hand)
    row = [number(statistics.median(hand), 1), number(statistics.median(ours), 1), f"**{ratio:.2f}**",
           ", ".join(number(value, 1) for value in hand), ", ".join(number(value, 1) for value in ours)]
    return (table(["by hand, s", "KubeForge, s", "ratio", "by hand, each", "KubeForge, each"], [row])
            + f"\n\nSteps of the last turn that took {SHORT} s or more:\n\n{steps_table(found)}")


def measure(lab, shape, flavour, options):
    """Writes its section at once: what comes after it takes long, and may fail."""
    control_planes, workers = (int(part) for part in shape.split("+"))
    hand, ours = [], []
    for turn in range(options.turns):
        hand.append(hand_made(lab, control_planes, workers, flavour))
        took, found = by_kubeforge(lab, control_planes, workers, flavour, options)
        ours.append(took)
        say(f"{shape} {flavour}, turn {turn + 1}: by hand {hand[-1]:.1f} s, KubeForge {ours[-1]:.1f} s")
    write(f"lab {shape} {flavour}", f"{shape} real hosts, {flavour}, beside the same work by hand", options.command,
          result(hand, ours, found))


def run(options):
    lab = Lab(options.lab)
    for flavour in options.flavours:
        for shape in options.shapes:
            measure(lab, shape, flavour, options)
