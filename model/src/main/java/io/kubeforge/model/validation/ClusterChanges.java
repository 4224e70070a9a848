package io.kubeforge.model.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.model.schema.FieldErrors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which changes of a cluster's spec are possible today: more workers, their labels and taints, and pausing; until the
 * control plane is initialised also what may keep it from that.
 */
final class ClusterChanges {
    private static final List<String> FIXED =
            List.of("kubernetesVersion", "provisioner", "endpoint", "controlPlane", "network");
    /** Read anew at every try to initialise the control plane, and never again. */
    private static final List<String> FIXED_ONCE_INITIALIZED = List.of("packages", "images", "proxy", "kubeadm");

    private ClusterChanges() {}

    static void check(JsonNode old, JsonNode spec, boolean initialized, FieldErrors errors) {
        List<String> fixed = new ArrayList<>(FIXED);
        if (initialized) {
            fixed.addAll(FIXED_ONCE_INITIALIZED);
        }
        for (String field : fixed) {
            for (String changed : differences("spec." + field, old.path(field), spec.path(field))) {
                errors.forbidden(changed, "changing this of a cluster is not supported yet; nothing was changed");
            }
        }
        Set<String> removed = workers(old);
        removed.removeAll(workers(spec));
        for (String host : removed) {
            errors.forbidden(
                    "spec.workers",
                    "removing host \"" + host + "\" from a cluster is not supported yet; nothing was changed");
        }
    }

    private static Set<String> workers(JsonNode spec) {
        Set<String> names = new LinkedHashSet<>();
        spec.path("workers").forEach(pool -> pool.path("hosts").forEach(host -> names.add(host.asText())));
        return names;
    }

    private static List<String> differences(String path, JsonNode old, JsonNode now) {
        if (isSame(old, now)) {
            return List.of();
        }
        if (!old.isObject() || !now.isObject()) {
            return List.of(path);
        }
        Set<String> names = new LinkedHashSet<>();
        old.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        List<String> changed = new ArrayList<>();
        names.forEach(name -> changed.addAll(differences(path + "." + name, old.path(name), now.path(name))));
        return changed;
    }

    /** Absent and empty are the same: the records read them so. */
    private static boolean isSame(JsonNode old, JsonNode now) {
        return old.equals(now) || isNothing(old) && isNothing(now);
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isContainerNode() && value.isEmpty();
    }
}
