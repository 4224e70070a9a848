"""What schemathesis must be told of KubeForge's API: which names exist, and that a watch ends only when it is told to.

Names from a schema are any text, and every request would be answered with 404; here most of them are of a few objects,
so that requests meet what others left. Some stay as they were made.
"""

import hashlib

import json

import schemathesis
from schemathesis.specs.openapi.checks import response_schema_conformance

NAMESPACES = ["default", "fuzz-a", "fuzz-b"]
NAMES = ["object-1", "object-2", "object-3"]


def _one_of(few, made):
    """The same text becomes the same name; one in eight stays."""
    digit = hashlib.sha256(repr(made).encode()).digest()[0]
    return made if digit % 8 == 0 else few[digit % len(few)]


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    for parameter, few in (("namespace", NAMESPACES), ("name", NAMES)):
        if path_parameters and parameter in path_parameters:
            path_parameters[parameter] = _one_of(few, path_parameters[parameter])
    return path_parameters


@schemathesis.hook
def map_body(context, body):
    """An object needs a name; that of its namespace may be left out."""
    if isinstance(body, dict) and isinstance(body.get("metadata"), dict):
        metadata = body["metadata"]
        metadata["name"] = _one_of(NAMES, metadata.get("name"))
        metadata.pop("generateName", None)
        metadata.pop("namespace", None)
    return body


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.method.upper() == "GET" and case.query and "watch" in case.query:
        case.query["timeoutSeconds"] = 1


@schemathesis.check
def answer_is_as_its_schema_says(context, response, case):
    """A watch is described as a list is, as Kubernetes does it, but is answered with one event in each line."""
    is_json = "application/json" in response.headers.get("content-type", [""])[0]
    if "watch" not in (case.query or {}) or response.status_code != 200 or not is_json:
        return response_schema_conformance(context, response, case)
    lines = response.content.splitlines()
    if lines and json.loads(lines[0]).get("kind", "").endswith("List"):
        return response_schema_conformance(context, response, case)
    for line in lines:
        assert set(json.loads(line)) == {"type", "object"}, f"This is no event of a watch: {line[:200]}"
    return None
