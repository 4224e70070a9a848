"""report.py WANTED SPECS REPORT [PAGE COMMIT VERSION]: says how the specs named in the file WANTED ended by Ginkgo's REPORT, and
writes that to PAGE with those that SPECS leaves out. Ends with 1 when one did not pass, also when it did not run."""

import datetime
import json
import re
import sys

LEFT_OUT = re.compile(r"# ([^\[]+): (\[.+)")


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip()]


def ends(path):
    """Each spec of the report by its full name: its state, its seconds, and what it failed of."""
    with open(path, encoding="utf-8") as file:
        suite, = json.load(file)
    found = {}
    for spec in suite["SpecReports"] or []:
        if spec["LeafNodeType"] == "It":
            name = " ".join([*(spec["ContainerHierarchyTexts"] or []), spec["LeafNodeText"]])
            found[name] = (spec["State"], spec["RunTime"] / 1e9, spec.get("Failure", {}).get("Message", ""))
    return found


def left_out(path):
    """The specs that are left out, by the reason."""
    reasons = {}
    for line in lines(path):
        if match := LEFT_OUT.match(line):
            reasons.setdefault(match[1], []).append(match[2])
    return reasons


def page(results, reasons, commit, version):
    """The page for people; the specs are of this version of Kubernetes."""
    passed = sum(state == "passed" for _, state, _, _ in results)
    yield "# Kubernetes' own specs\n"
    yield (f"Written by `e2e/kubernetes/run.sh` at commit {commit}, {datetime.date.today()}. The specs are those of"
           f" k8s.io/kubernetes {version} (`test/e2e`),\nunchanged, run against the API of `./kubeforge server`.\n")
    yield f"**{passed} of {len(results)} passed.**\n"
    yield "| spec | result | seconds |\n|---|---|---:|"
    for name, state, seconds, _ in results:
        yield f"| {escaped(name)} | {state if state == 'passed' else f'**{state}**'} | {seconds:.1f} |"
    yield ("\n## Left out\n\nWhat these ask for is not there; [specs.txt](../e2e/kubernetes/specs.txt) names each. Those that run"
           " Pods (`[sig-apps]`, `[sig-node]`,\n`[sig-storage]`, `[sig-network]`, `[sig-scheduling]`) are not counted.\n")
    yield "| why | specs |\n|---|---:|"
    for reason, names in reasons.items():
        yield f"| {reason} | {len(names)} |"


def escaped(name):
    return re.sub(r"([|\[\]<>*_])", r"\\\1", name)


def main(wanted, specs, report, *where):
    found = ends(report)
    results = [(name, *found.get(name, ("is not there", 0, "no spec of this name was found"))) for name in lines(wanted)]
    for name, state, seconds, message in results:
        print(f"{state:12} {seconds:6.1f} s  {name}")
        if state != "passed":
            print(f"             {message.strip()[:2000]}")
    failed = sum(state != "passed" for _, state, _, _ in results)
    print(f"{len(results) - failed} passed, {failed} did not")
    if where:
        with open(where[0], "w", encoding="utf-8") as file:
            file.write("\n".join(page(results, left_out(specs), *where[1:])) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
