"""A real kube-apiserver on an etcd of its own, to do the same work as KubeForge's API: both write to the disk before they
answer. They live below a temporary folder and on the loopback, and end with the benchmark."""

import http.client
import json
import secrets
import shutil
import ssl
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

from topology import Failed, free_ports, say, until

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


class Kubernetes:
    """Both processes, and the given kinds. Use as a context manager."""

    def __init__(self, options, definitions):
        self.programs = [Path(program).absolute() for program in (options.etcd, options.apiserver)]
        for program in self.programs:
            if not program.is_file():
                raise Failed(f"{program} is no program: give the paths of etcd and kube-apiserver.")
        self.definitions = definitions
        self.keep = options.keep
        self.work = Path(tempfile.mkdtemp(prefix="kubeforge-bench-"))
        self.processes = {}
        self.token = secrets.token_hex(16)
        self.authority = self.work / "ca.crt"

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self._end(keep_logs=True)
            raise
        return self

    def __exit__(self, kind, failure, trace):
        self._end(keep_logs=kind is not None)

    def _end(self, keep_logs):
        for process in reversed(list(self.processes.values())):
            process.kill()
            process.wait()
        if keep_logs or self.keep:
            say(f"The logs of the processes are kept in {self.work}.")
        else:
            shutil.rmtree(self.work, ignore_errors=True)

    def _start(self):
        say(f"etcd and a kube-apiserver in {self.work}")
        client, peer, port = free_ports(3)
        self._certificates()
        self.server = f"https://127.0.0.1:{port}"
        etcd, apiserver = self.programs
        at, peers = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
        self._run("etcd", [
            etcd, "--data-dir", self.work / "etcd", "--listen-client-urls", at, "--advertise-client-urls", at,
            "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster",
            f"default={peers}", "--quota-backend-bytes", 8 << 30])
        # Nothing but requests shall write: no leases and no endpoints of the server itself.
        self._run("kube-apiserver", [
            apiserver, "--etcd-servers", at, "--bind-address", "127.0.0.1", "--secure-port", port,
            "--tls-cert-file", self.work / "serving.crt", "--tls-private-key-file", self.work / "serving.key",
            "--token-auth-file", self.work / "tokens.csv", "--anonymous-auth=false", "--authorization-mode", "RBAC",
            "--service-account-issuer", "https://bench.invalid", "--service-account-key-file",
            self.work / "serving.key", "--service-account-signing-key-file", self.work / "serving.key",
            "--service-cluster-ip-range", "10.96.0.0/16", "--endpoint-reconciler-type", "none", "--feature-gates",
            "APIServerIdentity=false,UnknownVersionInteroperabilityProxy=false", "--cert-dir", self.work])
        until("kube-apiserver's readiness", 120, lambda: self._answer("GET", "/readyz")[0] == 200)
        for definition in self.definitions:
            self._define(definition)

    def _run(self, name, command):
        with open(self.work / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(word) for word in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.work)

    def _certificates(self):
        key = ["-newkey", "rsa:2048", "-nodes"]
        self._openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=bench", "-keyout", "ca.key", "-out", "ca.crt")
        self._openssl("req", *key, "-subj", "/CN=kube-apiserver", "-keyout", "serving.key", "-out", "serving.csr")
        (self.work / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost")
        self._openssl("x509", "-req", "-days", "2", "-in", "serving.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                      "-CAcreateserial", "-extfile", "names", "-out", "serving.crt")
        (self.work / "tokens.csv").write_text(f'{self.token},admin,admin,"system:masters"\n')

    def _openssl(self, *words):
        done = subprocess.run(["openssl", *words], cwd=self.work, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"openssl {words[0]} failed: {done.stderr.strip()}")

    def _answer(self, method, path, body=None):
        """Status and text of an answer; status 0 when nobody answered."""
        server = urllib.parse.urlsplit(self.server)
        trusted = ssl.create_default_context(cafile=str(self.authority))
        connection = http.client.HTTPSConnection(server.hostname, server.port, timeout=60, context=trusted)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def _define(self, definition):
        """Makes a kind known, and waits until it is served."""
        name = definition["metadata"]["name"]
        bare = {**definition, "metadata": {"name": name}}
        bare.pop("status", None)
        status, text = self._answer("POST", DEFINITIONS, bare)
        if status != 201:
            raise Failed(f"kube-apiserver refuses the definition of {name} with {status}: {text[:500]}")
        spec = definition["spec"]
        served = f"/apis/{spec['group']}/{spec['versions'][0]['name']}/{spec['names']['plural']}"
        until(f"the kind {name}", 60, lambda: self._answer("GET", served)[0] == 200)

    def versions(self):
        """What runs, for the document."""
        etcd, apiserver = (subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
                           .stdout.splitlines()[0].split()[-1] for program in self.programs)
        return f"kube-apiserver {apiserver} on etcd {etcd}"
