package io.kubeforge.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;

/** A row of the watch log. */
@MappedEntity("stored_event")
record EventRow(
        @Id long version,
        String type,
        String resource,
        String namespace,
        String name,
        @Nullable @TypeDef(type = DataType.STRING) String doc,
        @Nullable @TypeDef(type = DataType.BYTE_ARRAY) byte[] sealed,
        @Nullable @TypeDef(type = DataType.STRING) String previousDoc,
        @Nullable @TypeDef(type = DataType.BYTE_ARRAY) byte[] previousSealed) {}
