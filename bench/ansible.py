"""Real hosts of a lab: KubeForge beside an Ansible playbook that prepares, initialises and joins them, 50 at a time."""

import os
import subprocess
import sys
import time
from pathlib import Path

from lab import Lab, by_kubeforge
from tables import number, table, write
from topology import HOME, Failed, say

FOLDER = HOME / "bench/ansible"
FORKS = 50
PREFIX = "bnchans"


def installed():
    """ansible-playbook of a virtual environment of our own."""
    folder = HOME / "bench/target/venv"
    program = folder / "bin/ansible-playbook"
    if not program.exists():
        say("installing ansible-core from PyPI, once")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "-q", "ansible-core"], check=True)
    return program


def inventory(hosts):
    def line(host):
        return (f"{host['name']} ansible_host={host['address']} ansible_port={host['port']} ansible_user={host['user']}"
                f" ansible_ssh_private_key_file={host['privateKey']}")

    lines = ["[control_plane]", line(hosts[0]), "[workers]", *map(line, hosts[1:])]
    return "\n".join(lines) + "\n"


def play(program, inventory_file, playbook, *more):
    done = subprocess.run(
        [str(program), "-i", str(inventory_file), "--forks", str(FORKS), *more, playbook],
        cwd=FOLDER, env={**os.environ, "ANSIBLE_CONFIG": str(FOLDER / "ansible.cfg")}, capture_output=True, text=True,
        check=False)
    if done.returncode != 0:
        raise Failed(f"The playbook {playbook} failed: {done.stdout[-3000:]}{done.stderr[-500:]}")


def by_ansible(program, lab, workers, flavour):
    names = lab.up(1 + workers, PREFIX, flavour)
    try:
        hosts, packages = lab.inventory(names)
        path = Path(HOME / "bench/target/inventory.ini")
        path.write_text(inventory(hosts))
        play(program, path, "python.yml")
        begin = time.monotonic()
        play(program, path, "cluster.yml", "-e", f"packages={packages}", "-e", "version=1.36.3")
        return time.monotonic() - begin
    finally:
        lab.down(names)


def run(options):
    lab = Lab(options.lab)
    program = installed()
    rows = []
    for workers in options.workers:
        theirs = by_ansible(program, lab, workers, options.flavour)
        ours, _ = by_kubeforge(lab, 1, workers, options.flavour, options)
        say(f"1+{workers}: Ansible {theirs:.1f} s, KubeForge {ours:.1f} s")
        rows.append([f"1+{workers}", options.flavour, number(theirs, 1), number(ours, 1), f"{ours / theirs:.2f}"])
    write("ansible", "Real hosts, beside Ansible", options.command,
          f"The playbook is [bench/ansible/cluster.yml](../bench/ansible/cluster.yml), with {FORKS} forks and"
          " pipelining; Python is on the hosts before its clock starts. It waits until all nodes are Ready; KubeForge also until a pod reaches another node's through a"
          " Service.\n\n" + table(["hosts", "flavour", "Ansible, s", "KubeForge, s", "KubeForge ÷ Ansible"], rows))
