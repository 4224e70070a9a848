"""Many small clusters at once beside one alone."""

import time

from api import cluster_spec
from measure import Meter
from simulated import PARTS, STEPS, at_work, served
from tables import number, table, write
from topology import Topology, say


def earlier(options):
    """What the service did before: it has met as many clusters as this once."""
    return (options.size, options.clusters) if options.warm_up else (0, 0)


def create(clusters, size, options):
    """Orders so many clusters at once; how long each took, and what it cost."""
    with Topology(options) as topology:
        api, simulator = at_work(topology, clusters * size, STEPS, *earlier(options))
        names = api.hosts(simulator)
        ordered = [f"c{number}" for number in range(clusters)]
        say(f"{clusters} cluster(s) of {size} hosts")
        meter = Meter(topology)
        begin = time.monotonic()
        for index, name in enumerate(ordered):
            api.create("Cluster", name, spec=cluster_spec(names[index * size:(index + 1) * size]))
        took = api.await_ready(ordered, options.patience)
        total = time.monotonic() - begin
        say(f"all Ready after {total:.1f} s")
        return {"clusters": clusters, "total": total, "median": sorted(took.values())[len(took) // 2],
                "cpu": meter.cpu()}


def run(options):
    one = create(1, options.size, options)
    many = create(options.clusters, options.size, options)
    rows = [[r["clusters"], number(r["total"], 1), number(r["median"], 1)]
            + [number(r["cpu"][part] / r["clusters"], 2) for part in [*PARTS, "simulator"]]
            + [f"**{r['total'] / one['total']:.2f}**"]
            for r in (one, many)]
    write("many-clusters", "Many clusters at once", options.command,
          served(*earlier(options)) + "\n\n" + table(["clusters of " + str(options.size), "until the last is Ready, s", "until the median is, s",
                 "api, CPU s per cluster", "worker", "Temporal", "PostgreSQL", "simulator (apart)", "ratio to one"], rows))
