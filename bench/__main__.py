"""The command line of the benchmarks; bench/run.sh builds what they need and calls this."""

import argparse
import signal
import sys

import add_host
import ansible
import api_speed
import lab
import many_clusters
import pause
import simulated
from topology import Failed


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run.sh", description="Measures KubeForge; see bench/README.md.")
    parser.add_argument("--concurrent-steps", type=int, help="steps that the worker runs at once; default: its own")
    parser.add_argument("--worker-option", action="append", default=[], help="an option for the worker's Java")
    parser.add_argument("--api-option", action="append", default=[], help="an option for the api's Java")
    parser.add_argument("--shards", type=int, default=512, help="Temporal's history shards; as many as in docker-compose.temporal.yml")
    parser.add_argument("--keep", action="store_true", help="keep logs, databases and simulated hosts")
    parser.add_argument("--patience", type=int, default=1800, help="seconds that one creation may take")
    parser.add_argument("--warm-up", type=int, default=100,
                        help="hosts of a cluster that is made and deleted before, by many-clusters as many clusters as"
                             " it measures; 0: a service that was just started")
    benches = parser.add_subparsers(dest="bench", required=True)
    one = benches.add_parser("simulated", help=simulated.__doc__)
    one.add_argument("--hosts", type=int, nargs="+", default=[10, 100, 1000])
    one.add_argument("--control-planes", type=int, default=1)
    one.add_argument("--json", action="store_true", help="print everything that was measured, too")
    one.set_defaults(run=simulated.run)
    one = benches.add_parser("add-host", help=add_host.__doc__)
    one.add_argument("--hosts", type=int, nargs="+", default=[10, 100, 1000])
    one.set_defaults(run=add_host.run)
    one = benches.add_parser("many-clusters", help=many_clusters.__doc__)
    one.add_argument("--clusters", type=int, default=100)
    one.add_argument("--size", type=int, default=3)
    one.set_defaults(run=many_clusters.run)
    one = benches.add_parser("pause", help=pause.__doc__)
    one.add_argument("--hosts", type=int, nargs="+", default=[10, 100, 500])
    one.set_defaults(run=pause.run)
    one = benches.add_parser("api", help=api_speed.__doc__)
    one.add_argument("--clusters", type=int, default=1000)
    one.add_argument("--hosts", type=int, default=10000)
    one.add_argument("--clients", type=int, default=16)
    one.add_argument("--watchers", type=int, default=500)
    one.add_argument("--rate", type=int, default=10, help="writes per second that each of the watchers sees")
    one.add_argument("--idle", type=int, default=5000, help="watches on which nothing happens")
    one.add_argument("--seconds", type=int, default=20, help="how long each work goes on")
    one.add_argument("--only", default="", help="works whose title matches this; nothing is written then")
    one.add_argument("--apiserver", help="kube-apiserver, to do the same work; it needs --etcd")
    one.add_argument("--etcd", help="etcd, on which that one stores")
    one.set_defaults(run=api_speed.run)
    one = benches.add_parser("lab", help=lab.__doc__)
    one.add_argument("--lab", required=True, help="the folder of the lab")
    one.add_argument("--shapes", nargs="+", default=["1+1", "3+2", "1+9"], help="control planes + workers")
    one.add_argument("--flavours", nargs="+", default=["bare", "baked"])
    one.add_argument("--turns", type=int, default=3)
    one.set_defaults(run=lab.run)
    one = benches.add_parser("ansible", help=ansible.__doc__)
    one.add_argument("--lab", required=True, help="the folder of the lab")
    one.add_argument("--workers", type=int, nargs="+", default=[9, 49])
    one.add_argument("--flavour", default="bare")
    one.set_defaults(run=ansible.run)
    options = parser.parse_args()
    options.command = " ".join(shown(sys.argv[1:]))
    return options


def shown(words):
    """The command as others would give it: where a lab and programs lie differs from site to site."""
    names = {"--lab": "DIR", "--apiserver": "KUBE_APISERVER", "--etcd": "ETCD"}
    return [names.get(before, word) for before, word in zip(["", *words], words)]


if __name__ == "__main__":
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended by SIGTERM."))  # so that the processes end, too
    try:
        options.run(options)
    except (Failed, TimeoutError) as failure:
        sys.exit(f"FAILED: {failure}")
