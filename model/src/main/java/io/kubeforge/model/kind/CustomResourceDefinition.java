package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.Map;

/**
 * Describes a kind to clients that look for it here, such as Terraform; made from the declarations of the kinds, and
 * read-only.
 */
@Field("Describes one of this API's own kinds; read-only.")
@Resource(
        group = "apiextensions.k8s.io",
        version = "v1",
        shortNames = {"crd", "crds"},
        categories = "api-extensions",
        namespaced = false,
        stored = false,
        verbs = {Verb.GET, Verb.LIST},
        columns =
                @PrinterColumn(
                        name = "Created At",
                        description = "When it was made.",
                        path = ".metadata.creationTimestamp"))
public record CustomResourceDefinition(
        ObjectMeta metadata,

        @Field(value = "Names, scope and versions of the kind.", free = true)
        Map<String, Object> spec,

        @Field(value = "Always accepted and established.", free = true)
        Map<String, Object> status) {}
