package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.preflight.Check;
import io.kubeforge.model.schema.FieldErrors;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a Cluster alone shows to be wrong, and what it is born with. */
final class ClusterRules implements Rules {
    static final List<String> MINORS = List.of("v1.31", "v1.32", "v1.33", "v1.34", "v1.35", "v1.36", "v1.37");

    private static final Pattern PREFLIGHT_CHECK = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9._]*");
    /** What the spec has fields of its own for, or KubeForge makes itself. */
    private static final Map<String, Set<String>> OWN_FIELDS = Map.of(
            "clusterConfiguration", Set.of("kubernetesVersion", "controlPlaneEndpoint", "networking"),
            "kubeletConfiguration", Set.of(),
            "initConfiguration", Set.of("bootstrapTokens", "certificateKey"),
            "joinConfiguration", Set.of("discovery", "controlPlane"),
            "kubeProxyConfiguration", Set.of());

    @Override
    public void atBirth(ObjectNode object, Instant now) {
        Admission.addFinalizer(object.withObjectProperty("metadata"), Cluster.TEARDOWN);
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode status = object.putObject("status");
        status.put("observedGeneration", 0);
        status.put("phase", "Pending");
        status.putArray("conditions")
                .add(Kind.toJson(pending(ClusterStatus.READY, Condition.UNKNOWN, time)))
                .add(Kind.toJson(pending(ClusterStatus.RECONCILING, Condition.TRUE, time)));
    }

    private static Condition pending(String type, String status, String time) {
        return new Condition(type, status, "Pending", "Work on the cluster has not begun yet.", time, 0L);
    }

    @Override
    public List<String> keptFinalizers() {
        return List.of(Cluster.TEARDOWN);
    }

    @Override
    public void check(ObjectNode object, FieldErrors errors) {
        String name = object.at("/metadata/name").asText();
        if (Names.isSubdomain(name) && !Names.isLabel(name)) {
            errors.invalid("metadata.name", name, Names.LABEL_RULE + "; a cluster's name becomes part of a DNS name");
        }
        JsonNode spec = object.path("spec");
        checkVersion(spec.path("kubernetesVersion"), errors);
        checkHosts(spec, errors);
        checkEndpoint(spec, errors);
        WorkerPoolRules.check(spec.path("workers"), errors);
        NetworkRules.check(spec.path("network"), errors);
        checkKubeadm(spec.path("kubeadm"), errors);
        JsonNode ignored = spec.at("/preflight/ignore");
        for (int i = 0; i < ignored.size(); i++) {
            if (!Check.names().contains(ignored.get(i).asText())) {
                errors.unsupported("spec.preflight.ignore[" + i + "]", ignored.get(i), Check.names());
            }
        }
    }

    @Override
    public void checkUpdate(ObjectNode old, ObjectNode object, FieldErrors errors) {
        ClusterChanges.check(old.path("spec"), object.path("spec"), isInitialized(old), errors);
    }

    private static boolean isInitialized(ObjectNode cluster) {
        for (JsonNode condition : cluster.at("/status/conditions")) {
            if (condition.path("type").asText().equals(ClusterStatus.CONTROL_PLANE_INITIALIZED)) {
                return condition.path("status").asText().equals(Condition.TRUE);
            }
        }
        return false;
    }

    private static void checkVersion(JsonNode version, FieldErrors errors) {
        String text = version.asText();
        int patch = text.lastIndexOf('.');
        if (patch > 0 && text.indexOf('.') != patch && !MINORS.contains(text.substring(0, patch))) {
            errors.unsupported("spec.kubernetesVersion", version, MINORS);
        }
    }

    private static void checkHosts(JsonNode spec, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        checkHosts("spec.controlPlane.hosts", spec.at("/controlPlane/hosts"), seen, errors);
        JsonNode pools = spec.path("workers");
        for (int i = 0; i < pools.size(); i++) {
            checkHosts("spec.workers[" + i + "].hosts", pools.get(i).path("hosts"), seen, errors);
        }
    }

    private static void checkHosts(String field, JsonNode hosts, Set<String> seen, FieldErrors errors) {
        for (int i = 0; i < hosts.size(); i++) {
            String name = hosts.get(i).asText();
            if (!Names.isSubdomain(name)) {
                errors.invalid(field + "[" + i + "]", name, "this names a Host: " + Names.SUBDOMAIN_RULE);
            } else if (!seen.add(name)) {
                errors.duplicate(field + "[" + i + "]", hosts.get(i));
            }
        }
    }

    private static void checkEndpoint(JsonNode spec, FieldErrors errors) {
        int controlPlanes = spec.at("/controlPlane/hosts").size();
        if (controlPlanes % 2 == 0) {
            errors.invalid(
                    "spec.controlPlane.hosts",
                    spec.at("/controlPlane/hosts"),
                    "must be an odd number of hosts: " + controlPlanes
                            + " of them survive no more failures than one less");
        }
        JsonNode names = spec.at("/controlPlane/certificateNames");
        for (int i = 0; i < names.size(); i++) {
            if (!Names.isHostOrAddress(names.get(i).asText().replaceFirst("^\\*\\.", ""))) {
                errors.invalid(
                        "spec.controlPlane.certificateNames[" + i + "]",
                        names.get(i),
                        "must be a DNS name or an address");
            }
        }
        if (controlPlanes > 1 && !spec.has("endpoint")) {
            errors.required("spec.endpoint", "more than one control-plane host needs an address that outlives each");
        }
        if (spec.has("endpoint")) {
            EndpointRules.check(spec, errors);
        }
    }

    private static void checkKubeadm(JsonNode kubeadm, FieldErrors errors) {
        JsonNode ignored = kubeadm.path("ignorePreflightErrors");
        for (int i = 0; i < ignored.size(); i++) {
            if (!PREFLIGHT_CHECK.matcher(ignored.get(i).asText()).matches()) {
                errors.invalid(
                        "spec.kubeadm.ignorePreflightErrors[" + i + "]",
                        ignored.get(i),
                        "must be the name of a preflight check, such as NumCPU");
            }
        }
        OWN_FIELDS.forEach(
                (document, own) -> kubeadm.path(document).fieldNames().forEachRemaining(field -> {
                    if (own.contains(field) || field.equals("apiVersion") || field.equals("kind")) {
                        errors.forbidden(
                                "spec.kubeadm." + document + "." + field,
                                "KubeForge sets this field itself; use the field of the spec that is about it");
                    }
                }));
    }
}
