package io.kubeforge.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The SQL of the step log. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StepLogRepository extends GenericRepository<StepOutputRow, Long> {

    /** Answers the bytes that the cluster's log now has; nothing when the piece was there already. */
    @Query(value = """
            with counted as (
                insert into step_log as l (cluster_uid, position, bytes, written_at)
                select :clusterUid, 1, octet_length(:output), clock_timestamp() where not exists (
                    select 1 from step_output where cluster_uid = :clusterUid and host = :host
                    and operation = :operation and attempt = :attempt and start = :start)
                on conflict (cluster_uid) do update set position = l.position + 1,
                    bytes = l.bytes + excluded.bytes, written_at = excluded.written_at
                returning position, bytes),
            made as (
                insert into step_output
                    (cluster_uid, position, namespace, cluster, host, step, operation, attempt, start, output)
                select :clusterUid, position, :namespace, :cluster, :host, :step, :operation,
                    cast(:attempt as int), cast(:start as bigint), :output
                from counted
                on conflict do nothing
                returning 1)
            select bytes from counted, made""", readOnly = false)
    @Nullable
    Long append(
            String clusterUid,
            String namespace,
            String cluster,
            String host,
            String step,
            String operation,
            int attempt,
            long start,
            String output);

    @Query("""
            select position, cluster_uid, namespace, cluster, host, step, operation, attempt, start, output
            from step_output where cluster_uid = :clusterUid and position > :after order by position limit :size""")
    List<StepOutputRow> page(String clusterUid, long after, int size);

    @Query("""
            select coalesce(max(start + char_length(output)), 0) from step_output
            where cluster_uid = :clusterUid and host = :host and operation = :operation and attempt = :attempt""")
    long length(String clusterUid, String host, String operation, int attempt);

    /** Removes the oldest pieces beyond so many bytes, and counts what is left. */
    @Query(value = """
            with sized as (
                select position, sum(octet_length(output)) over (order by position desc) as newest
                from step_output where cluster_uid = :clusterUid),
            removed as (
                delete from step_output o using sized s
                where o.cluster_uid = :clusterUid and o.position = s.position and s.newest > :bytes
                returning 1),
            counted as (
                update step_log set bytes = coalesce((select max(newest) from sized where newest <= :bytes), 0)
                where cluster_uid = :clusterUid
                returning 1)
            select count(*) from removed""", readOnly = false)
    long trim(String clusterUid, long bytes);

    @Query("delete from step_log where cluster_uid = :clusterUid")
    int delete(String clusterUid);

    /** Removes logs that were written for a cluster after it was gone. */
    @Query("""
            delete from step_log l where l.written_at < clock_timestamp() - make_interval(secs => :seconds)
            and not exists (select 1 from stored_object o where o.resource = :resource and o.uid = l.cluster_uid)""")
    int deleteOrphans(String resource, int seconds);
}
