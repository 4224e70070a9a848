package io.kubeforge.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;

/** An encrypted value and its name. */
@MappedEntity("sealed_value")
record SealedValue(
        @Id String name,
        @TypeDef(type = DataType.BYTE_ARRAY) byte[] sealed) {}
