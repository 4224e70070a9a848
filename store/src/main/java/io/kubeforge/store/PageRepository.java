package io.kubeforge.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/**
 * The SQL of lists. Each is one statement, which sees one snapshot: the counter and the floor belong to exactly these
 * rows. Pages begin after a key (an empty name: at its namespace), in the order of the primary key.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PageRepository extends GenericRepository<ObjectRow, String> {

    /**
     * The first thing that happened to each object after a version tells what it was at that version: nothing, if it was
     * added then. What nothing happened to is as it was, and has that version or an older one.
     */
    String AT_VERSION = """
            with first_change as materialized (
                select e.namespace, e.name, min(e.version) as version from stored_event e
                where e.version > :version and e.resource = :resource
                    and (cast(:namespace as text) is null or e.namespace = cast(:namespace as text))
                    and (e.namespace, e.name) > (:afterNamespace, :afterName)
                group by e.namespace, e.name),
            unchanged as (
                select o.namespace, o.name, o.version, o.doc, o.sealed from stored_object o
                where o.resource = :resource and o.version <= :version
                    and (cast(:namespace as text) is null or o.namespace = cast(:namespace as text))
                    and (o.namespace, o.name) > (:afterNamespace, :afterName)),
            changed as (
                select e.namespace, e.name, e.previous_version as version,
                    case e.type when 'DELETED' then e.doc else e.previous_doc end as doc,
                    case e.type when 'DELETED' then e.sealed else e.previous_sealed end as sealed
                from first_change c join stored_event e on e.version = c.version
                where e.type <> 'ADDED')
            """;

    /** What there is now. */
    @Query("""
            select v.current, f.version as floor, p.name, p.namespace, p.version, cast(p.doc as text) as doc, p.sealed
            from store_version v cross join store_floor f left join (
                select o.name, o.namespace, o.version, o.doc, o.sealed from stored_object o
                where o.resource = :resource
                    and (cast(:namespace as text) is null or o.namespace = cast(:namespace as text))
                    and (o.namespace, o.name) > (:afterNamespace, :afterName)
                order by o.namespace, o.name limit :size) p on true
            order by p.namespace, p.name""")
    List<PagedRow> latest(
            String resource, @Nullable String namespace, String afterNamespace, String afterName, int size);

    /**
     * What there was at a version; true only if that is neither below the floor nor above the counter. The inner limit has
     * what is unchanged read along the primary key, and not beyond the page.
     */
    @Query(AT_VERSION + """
            select v.current, f.version as floor, p.name, p.namespace, p.version, cast(p.doc as text) as doc, p.sealed
            from store_version v cross join store_floor f left join (
                (select * from unchanged order by namespace, name limit :size)
                union all
                select * from changed
                order by namespace, name limit :size) p on true
            order by p.namespace, p.name""")
    List<PagedRow> at(
            String resource,
            @Nullable String namespace,
            long version,
            String afterNamespace,
            String afterName,
            int size);

    /** How many there were at a version; null when it is below the floor. */
    @Query(AT_VERSION + """
            select case when f.version <= :version
                then (select count(*) from unchanged) + (select count(*) from changed) end
            from store_floor f""")
    @Nullable
    Long countAt(String resource, @Nullable String namespace, long version, String afterNamespace, String afterName);
}
