package io.kubeforge.model.kind;

import java.util.List;

/** All kinds that are served; a new kind is one record and a line here. */
public final class Kinds {
    static final String KUBEFORGE = "kubeforge.io";
    static final String V1ALPHA1 = "v1alpha1";
    /** The category under which {@code kubectl get kubeforge} shows this project's kinds. */
    static final String CATEGORY = "kubeforge";

    public static final Kind<Cluster> CLUSTER = Kind.of(Cluster.class);
    public static final Kind<Host> HOST = Kind.of(Host.class);
    public static final Kind<Operation> OPERATION = Kind.of(Operation.class);
    public static final Kind<Secret> SECRET = Kind.of(Secret.class);
    public static final Kind<ConfigMap> CONFIG_MAP = Kind.of(ConfigMap.class);
    public static final Kind<Namespace> NAMESPACE = Kind.of(Namespace.class);
    public static final Kind<Event> EVENT = Kind.of(Event.class);
    public static final Kind<SelfSubjectReview> SELF_SUBJECT_REVIEW = Kind.of(SelfSubjectReview.class);
    public static final Kind<SelfSubjectAccessReview> SELF_SUBJECT_ACCESS_REVIEW =
            Kind.of(SelfSubjectAccessReview.class);
    public static final Kind<SelfSubjectRulesReview> SELF_SUBJECT_RULES_REVIEW = Kind.of(SelfSubjectRulesReview.class);
    public static final Kind<CustomResourceDefinition> CUSTOM_RESOURCE_DEFINITION =
            Kind.of(CustomResourceDefinition.class);

    public static final List<Kind<?>> ALL = List.of(
            CLUSTER,
            HOST,
            OPERATION,
            SECRET,
            CONFIG_MAP,
            NAMESPACE,
            EVENT,
            SELF_SUBJECT_REVIEW,
            SELF_SUBJECT_ACCESS_REVIEW,
            SELF_SUBJECT_RULES_REVIEW,
            CUSTOM_RESOURCE_DEFINITION);

    /** Those of {@link #ALL} whose objects are stored. */
    public static final List<Kind<?>> STORED =
            ALL.stream().filter(Kind::isStored).toList();

    private Kinds() {}
}
