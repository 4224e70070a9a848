package io.kubeforge.model.kind;

import java.util.List;

/** All kinds that are served; a new kind is one file and a line here. */
public final class Kinds {
    private static final String GROUP = "kubeforge.io";
    private static final String V1ALPHA1 = "v1alpha1";

    public static final Kind<Cluster> CLUSTER = new Kind<>(
            GROUP,
            V1ALPHA1,
            "Cluster",
            "clusters",
            "cluster",
            List.of(),
            true,
            true,
            Cluster.class,
            Columns.CLUSTER,
            List.of());
    public static final Kind<Host> HOST = new Kind<>(
            GROUP,
            V1ALPHA1,
            "Host",
            "hosts",
            "host",
            List.of(),
            true,
            true,
            Host.class,
            Columns.HOST,
            List.of("status.clusterRef.name"));
    public static final Kind<Operation> OPERATION = new Kind<>(
            GROUP,
            V1ALPHA1,
            "Operation",
            "operations",
            "operation",
            List.of("op"),
            true,
            true,
            Operation.class,
            Columns.OPERATION,
            List.of("spec.cluster"));
    public static final Kind<Secret> SECRET = new Kind<>(
            "",
            "v1",
            "Secret",
            "secrets",
            "secret",
            List.of(),
            true,
            false,
            Secret.class,
            Columns.SECRET,
            List.of("type"));
    public static final Kind<ConfigMap> CONFIG_MAP = new Kind<>(
            "",
            "v1",
            "ConfigMap",
            "configmaps",
            "configmap",
            List.of("cm"),
            true,
            false,
            ConfigMap.class,
            Columns.CONFIG_MAP,
            List.of());
    public static final Kind<Namespace> NAMESPACE = new Kind<>(
            "",
            "v1",
            "Namespace",
            "namespaces",
            "namespace",
            List.of("ns"),
            false,
            true,
            Namespace.class,
            Columns.NAMESPACE,
            List.of("status.phase"));
    public static final Kind<Event> EVENT = new Kind<>(
            "",
            "v1",
            "Event",
            "events",
            "event",
            List.of("ev"),
            true,
            false,
            Event.class,
            Columns.EVENT,
            List.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"));

    public static final List<Kind<?>> ALL = List.of(CLUSTER, HOST, OPERATION, SECRET, CONFIG_MAP, NAMESPACE, EVENT);

    private Kinds() {}
}
