package io.kubeforge.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/**
 * The SQL of objects. Each write is one statement in a transaction of its own, so the counter's lock is held for one
 * round trip less than with an explicit one: bump the counter, write the row that is still as expected, log the event.
 * Whoever comes too late writes nothing and is given no version.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ObjectRepository extends GenericRepository<ObjectRow, String> {

    @Query("select current from store_version")
    long currentVersion();

    /** Waits for everybody who has the lock of this name; the end of the transaction gives it back. */
    @Query("select 1 from pg_advisory_xact_lock(hashtextextended(:name, 0))")
    int lock(String name);

    @Query("""
            select name, namespace, uid, version, cast(doc as text) as doc, sealed from stored_object
            where resource = :resource and namespace = :namespace and name = :name""")
    Optional<ObjectRow> find(String resource, String namespace, String name);

    /** The names as PostgreSQL writes an array of text. */
    @Query("""
            select name, namespace, uid, version, cast(doc as text) as doc, sealed from stored_object
            where resource = :resource and namespace = :namespace and name = any(cast(:names as text[]))""")
    List<ObjectRow> findAll(String resource, String namespace, String names);

    /** Marks and values as PostgreSQL writes arrays of text. */
    @Query(value = """
            insert into stored_mark (resource, namespace, name, mark, value)
            select o.resource, o.namespace, o.name, m.mark, m.value
            from stored_object o, unnest(cast(:marks as text[]), cast(:values as text[])) as m (mark, value)
            where o.resource = :resource and o.namespace = :namespace and o.name = :name
            on conflict (resource, namespace, name, mark) do update set value = excluded.value
            where stored_mark.value <> excluded.value""", readOnly = false)
    void mark(String resource, String namespace, String name, String marks, String values);

    /** The limit has each mark looked up in the index, whatever is known of the table. */
    @Query("""
            select distinct found.name from unnest(cast(:marks as text[]), cast(:values as text[])) as m (mark, value)
            cross join lateral (
                select s.name from stored_mark s
                where s.resource = :resource and s.namespace = :namespace and s.mark = m.mark and s.value = m.value
                order by s.name limit 100) as found
            order by found.name""")
    List<String> namesMarked(String resource, String namespace, String marks, String values);

    @Query(value = """
            with bumped as (
                update store_version set current = current + 1 where not exists (
                    select 1 from stored_object
                    where resource = :resource and namespace = :namespace and name = :name)
                returning current),
            made as (
                insert into stored_object (resource, namespace, name, uid, version, doc, sealed)
                select :resource, :namespace, :name, :uid, current, cast(:doc as json), cast(:sealed as bytea)
                from bumped
                on conflict do nothing
                returning *),
            logged as (
                insert into stored_event (version, type, resource, namespace, name, doc, sealed)
                select version, 'ADDED', resource, namespace, name, doc, sealed from made)
            select version from made""", readOnly = false)
    @Nullable
    Long insert(
            String resource, String namespace, String name, String uid, @Nullable String doc, @Nullable byte[] sealed);

    @Query(value = """
            with bumped as (
                update store_version set current = current + 1 where exists (
                    select 1 from stored_object
                    where resource = :resource and namespace = :namespace and name = :name and version = :expected)
                returning current),
            former as (
                select doc, sealed, version from stored_object
                where resource = :resource and namespace = :namespace and name = :name and version = :expected),
            changed as (
                update stored_object o
                set version = b.current, doc = cast(:doc as json), sealed = cast(:sealed as bytea)
                from bumped b
                where o.resource = :resource and o.namespace = :namespace and o.name = :name and o.version = :expected
                returning o.*),
            logged as (
                insert into stored_event
                    (version, type, resource, namespace, name, doc, sealed,
                    previous_doc, previous_sealed, previous_version)
                select c.version, 'MODIFIED', c.resource, c.namespace, c.name, c.doc, c.sealed,
                    f.doc, f.sealed, f.version
                from changed c, former f)
            select version from changed""", readOnly = false)
    @Nullable
    Long update(
            String resource,
            String namespace,
            String name,
            long expected,
            @Nullable String doc,
            @Nullable byte[] sealed);

    @Query(value = """
            with bumped as (
                update store_version set current = current + 1 where exists (
                    select 1 from stored_object
                    where resource = :resource and namespace = :namespace and name = :name and version = :expected)
                returning current),
            removed as (
                delete from stored_object o using bumped b
                where o.resource = :resource and o.namespace = :namespace and o.name = :name and o.version = :expected
                returning b.current, o.*),
            logged as (
                insert into stored_event (version, type, resource, namespace, name, doc, sealed, previous_version)
                select current, 'DELETED', resource, namespace, name, doc, sealed, version from removed)
            select current from removed""", readOnly = false)
    @Nullable
    Long delete(String resource, String namespace, String name, long expected);
}
