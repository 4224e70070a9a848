package io.kubeforge.workflows.connection;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** The search attributes by which an operator finds workflows; the namespace must know them before the first start. */
public final class Attributes {
    /** {@code namespace/name} of the cluster. */
    public static final SearchAttributeKey<String> CLUSTER = SearchAttributeKey.forKeyword("KubeForgeCluster");

    /** Where the work stands, e.g. PROGRESSING or STALLED. */
    public static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("KubeForgeStage");

    /** The host of a host's workflow. */
    public static final SearchAttributeKey<String> HOST = SearchAttributeKey.forKeyword("KubeForgeHost");

    /** All of them; each is of type Keyword. */
    public static final List<String> NAMES = List.of(CLUSTER.getName(), STAGE.getName(), HOST.getName());

    private Attributes() {}
}
