package io.kubeforge.store;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;

/** A row of a page: the counter and the floor of its snapshot, and an object or (with a null name) none. */
@Introspected
record PagedRow(
        long current,
        long floor,
        @Nullable String name,
        @Nullable String namespace,
        @Nullable Long version,
        @Nullable @TypeDef(type = DataType.STRING) String doc,
        @Nullable @TypeDef(type = DataType.BYTE_ARRAY) byte[] sealed) {}
