package io.kubeforge.workflows.connection;

/** The ids of workflows. An id is the lock of what it names, so nothing else may make them. */
public final class WorkflowIds {
    private WorkflowIds() {}

    /** The one workflow that works on this cluster. */
    public static String cluster(String namespace, String name) {
        return "cluster." + namespace + "." + name;
    }

    /** The one workflow that brings up this host for this cluster. */
    public static String host(String namespace, String cluster, String host) {
        return "host." + namespace + "." + cluster + "." + host;
    }

    /** The one workflow that tears down this cluster. */
    public static String deletion(String namespace, String cluster) {
        return "delete." + namespace + "." + cluster;
    }
}
