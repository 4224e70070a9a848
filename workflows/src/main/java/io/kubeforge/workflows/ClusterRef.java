package io.kubeforge.workflows;

/** Which cluster is meant; one made anew under the same name has another uid and is another cluster. */
public record ClusterRef(String namespace, String name, String uid) {
    /** The cluster as people write it. */
    public String path() {
        return namespace + "/" + name;
    }
}
