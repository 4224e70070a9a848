package io.kubeforge.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The SQL of the watch log. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRepository extends GenericRepository<EventRow, Long> {

    @Query("select version from store_floor")
    long floor();

    @Query("""
            select version, type, resource, namespace, name, cast(doc as text) as doc, sealed,
                cast(previous_doc as text) as previous_doc, previous_sealed
            from stored_event
            where version > :after and version <= :until
                and (cast(:resource as text) is null or resource = cast(:resource as text))
                and (cast(:namespace as text) is null or namespace = cast(:namespace as text))
            order by version limit :size""")
    List<EventRow> page(long after, long until, @Nullable String resource, @Nullable String namespace, int size);

    /** The highest version that leaves so many events and everything younger than that many seconds; 0 if none does. */
    @Query("""
            select coalesce(least(
                coalesce((select min(version) - 1 from (
                    select version from stored_event
                    where recorded_at >= clock_timestamp() - make_interval(secs => :seconds)
                    order by version limit 1) young), (select max(version) from stored_event)),
                coalesce((select version from stored_event order by version desc offset :keep limit 1), 0)), 0)""")
    long removable(int seconds, int keep);

    /** Raises the floor and removes what is below it in one statement, so no reader sees a gap above the floor. */
    @Query(value = """
            with highest as (
                select max(version) as version from (
                    select version from stored_event where version <= :until order by version limit :size) oldest),
            raised as (
                update store_floor f set version = h.version from highest h where f.version < h.version
                returning f.version),
            removed as (
                delete from stored_event e using raised r where e.version <= r.version returning 1)
            select count(*) from removed""", readOnly = false)
    long remove(long until, int size);
}
