package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

/** The name of another object in the same namespace. */
@Field("The name of another object in the same namespace.")
public record LocalRef(
        @Field(value = "Name of the object.", required = true)
        String name) {}
