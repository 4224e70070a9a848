package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** The cluster that holds a host. */
@Field("The cluster that holds a host.")
public record HostClaim(
        @Field("Namespace of the cluster.") String namespace,
        @Field("Name of the cluster.") String name,

        @Field("UID of the cluster; a cluster made anew under the same name is another one.")
        String uid) {}
