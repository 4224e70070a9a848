package io.kubeforge.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;

/** An object's row; found by resource, namespace and name together. */
@MappedEntity("stored_object")
record ObjectRow(
        @Id String name,
        String namespace,
        String uid,
        long version,
        @Nullable @TypeDef(type = DataType.STRING) String doc,
        @Nullable @TypeDef(type = DataType.BYTE_ARRAY) byte[] sealed) {}
