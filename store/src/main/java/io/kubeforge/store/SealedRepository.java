package io.kubeforge.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The SQL of sealed values. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SealedRepository extends GenericRepository<SealedValue, String> {

    @Query("select name, sealed from sealed_value where name = :name")
    Optional<SealedValue> find(String name);

    /** The first value of a name stays; a second one is not stored. */
    @Query("insert into sealed_value (name, sealed) values (:name, :sealed) on conflict do nothing")
    int insertUnlessPresent(String name, byte[] sealed);
}
