"""KubeForge's API as this benchmark uses it: over HTTPS, as any client would."""

import base64
import http.client
import json
import re
import ssl
import time
import urllib.parse

from topology import until

GROUP = "kubeforge.io/v1alpha1"


class Refused(Exception):
    """What the API answered instead of doing it."""

    def __init__(self, status, answer):
        super().__init__(f"The API answered {status}: {answer[:500]}")
        self.status = status


class Api:
    """The API behind a kubeconfig of an administrator."""

    def __init__(self, kubeconfig):
        def value(key):
            return re.search(rf'^\s*{key}:\s*"?([^\s"]+)', kubeconfig, re.MULTILINE).group(1)

        self.token = value("token")
        trusted = ssl.create_default_context(cadata=base64.b64decode(value("certificate-authority-data")).decode())
        # One connection for all: a handshake costs the api more than an answer does.
        server = urllib.parse.urlsplit(value("server"))
        self.connection = http.client.HTTPSConnection(server.hostname, server.port, timeout=60, context=trusted)

    @classmethod
    def of(cls, topology):
        """That of a topology, once it answers."""
        api = cls(topology.kubeconfig)
        until("the API", 120, api.answers)
        return api

    def _call(self, method, path, body=None, media="application/json"):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media}
        for last in (False, True):
            try:
                self.connection.request(method, path, None if body is None else json.dumps(body).encode(), headers)
                answer = self.connection.getresponse()
                content = answer.read()
                break
            except (http.client.HTTPException, ConnectionError):  # an idle connection may be closed by either side
                self.connection.close()
                if last:
                    raise
        if answer.status >= 300:
            raise Refused(answer.status, content.decode(errors="replace"))
        return json.loads(content)

    @staticmethod
    def _path(api_version, kind, name=""):
        root = "/api/" if "/" not in api_version else "/apis/"
        return f"{root}{api_version}/namespaces/default/{kind.lower()}s" + (f"/{name}" if name else "")

    def answers(self):
        try:
            self._call("GET", "/api/v1/namespaces/default")
            return True
        except (http.client.HTTPException, OSError):
            return False

    def create(self, kind, name, api_version=GROUP, **parts):
        body = {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": "default"}, **parts}
        return self._call("POST", self._path(api_version, kind), body)

    def get(self, kind, name, api_version=GROUP):
        return self._call("GET", self._path(api_version, kind, name))

    def list(self, kind, api_version=GROUP):
        return self._call("GET", self._path(api_version, kind))["items"]

    def patch(self, kind, name, change, api_version=GROUP):
        return self._call("PATCH", self._path(api_version, kind, name), change, "application/merge-patch+json")

    def delete(self, kind, name, api_version=GROUP):
        self._call("DELETE", self._path(api_version, kind, name))

    def definitions(self, path):
        """The CustomResourceDefinitions of KubeForge's own kinds."""
        return self._call("GET", path)["items"]

    def credential(self, private_key):
        self.create("Secret", "key", "v1", type="kubernetes.io/ssh-auth", stringData={"ssh-privatekey": private_key})

    def host(self, name, address, port, user):
        spec = {"address": address, "port": port, "user": user, "credentialsRef": {"name": "key"}}
        self.create("Host", name, spec=spec)

    def hosts(self, simulator):
        """A Host for each simulated one, and the Secret that opens them; the hosts' names."""
        self.credential(simulator.key)
        for host in simulator.hosts:
            self.host(host["name"], host["address"], host["port"], simulator.user)
        return [host["name"] for host in simulator.hosts]

    def await_ready(self, names, seconds, generation=1):
        """Until these clusters are ready as of this generation; how long that took from now on, for each."""
        begin = time.monotonic()
        took = {}
        while len(took) < len(names):
            clusters = [self.get("Cluster", names[0])] if len(names) == 1 else self.list("Cluster")
            for cluster in clusters:
                name = cluster["metadata"]["name"]
                if name in names and name not in took and is_ready(cluster, generation):
                    took[name] = time.monotonic() - begin
            if time.monotonic() - begin > seconds:
                raise TimeoutError(why_not([each for each in clusters if each["metadata"]["name"] not in took]))
            if len(took) < len(names):
                time.sleep(0.25 if len(names) == 1 else 0.5)
        return took


def is_ready(cluster, generation):
    status = cluster.get("status", {})
    ready = [each["status"] for each in status.get("conditions", []) if each["type"] == "Ready"]
    return ready == ["True"] and status.get("observedGeneration", 0) >= generation


def why_not(clusters):
    return "Not ready: " + "; ".join(
        f"{each['metadata']['name']}: " + ", ".join(
            f"{c['type']}={c['status']} {c.get('message', '')[:300]}" for c in each["status"].get("conditions", []))
        for each in clusters[:3])


def cluster_spec(hosts, control_planes=1, **more):
    """A cluster of these hosts, of which the first are control planes."""
    spec = {"kubernetesVersion": "v1.36.3", "controlPlane": {"hosts": hosts[:control_planes]}, **more}
    if hosts[control_planes:]:
        spec["workers"] = [{"name": "general", "hosts": hosts[control_planes:]}]
    if control_planes > 1:
        spec.setdefault("endpoint", {"host": "balancer.example.org"})
    return spec
