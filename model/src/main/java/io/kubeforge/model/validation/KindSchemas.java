package io.kubeforge.model.validation;

import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.HostSpec;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Operation;
import io.kubeforge.model.schema.Schema;
import io.kubeforge.model.schema.SchemaReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schema of every kind; read once. */
public final class KindSchemas {
    private static final Map<Kind<?>, Schema> ALL = Map.of(
            Kinds.CLUSTER, ofSpec("A desired Kubernetes cluster.", ClusterSpec.class, ClusterStatus.class),
            Kinds.HOST, ofSpec("A Linux host reachable over SSH.", HostSpec.class, HostStatus.class),
            Kinds.OPERATION, ofSpec("A piece of work on a cluster.", Operation.Spec.class, Operation.Status.class),
            Kinds.SECRET, CoreSchemas.secret(),
            Kinds.CONFIG_MAP, CoreSchemas.configMap(),
            Kinds.NAMESPACE, CoreSchemas.namespace(),
            Kinds.EVENT, CoreSchemas.event());

    private KindSchemas() {}

    /** The schema of whole objects of this kind, metadata and status included. */
    public static Schema of(Kind<?> kind) {
        return ALL.get(kind);
    }

    static Schema root(String description) {
        return Schema.object(description, Map.of())
                .with("apiVersion", Schema.text("Group and version of the kind."))
                .with("kind", Schema.text("Name of the kind."))
                .with("metadata", Metadata.SCHEMA);
    }

    private static Schema ofSpec(String description, Class<?> spec, Class<?> status) {
        Map<String, Schema.Property> properties =
                new LinkedHashMap<>(root(description).properties());
        properties.put("spec", new Schema.Property(SchemaReader.read(spec), true));
        properties.put("status", new Schema.Property(SchemaReader.read(status), false));
        return Schema.object(description, properties);
    }
}
