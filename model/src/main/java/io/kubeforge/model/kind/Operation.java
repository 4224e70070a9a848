package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;

/** One piece of work on one cluster; made by the plan activity, read-only for users. */
public record Operation(ObjectMeta metadata, Spec spec, Status status) {

    /** What the work is. */
    @Field("What the work is.")
    public record Spec(
            @Field(value = "Name of the cluster.", required = true)
            String cluster,

            @Field("UID of the cluster.") String clusterUid,

            @Field("The generation that is being brought about.")
            Long generation,

            @Field("Create, Change, Repair or Delete.") String type) {}

    /** How far the work is. */
    @Field("How far the work is.")
    public record Status(
            @Field("Running, Succeeded, Failed or Cancelled.")
            String phase,

            @Field("Hosts that have work in this operation.")
            Integer hosts,

            @Field("Hosts that are done.") Integer hostsDone,
            @Field("What failed, by host.") List<Failure> failures,
            @Field("When the work began.") String startedAt,
            @Field("When it ended.") String finishedAt,
            @Field("ID of its workflow.") String workflowId,
            @Field("Run of its workflow.") String runId,
            @Field("The workflow in the Temporal Web UI.") String temporalUrl,
            @Field("The pass that wrote this last.") Long pass) {
        /** An absent list is read as empty. */
        public Status {
            failures = failures == null ? List.of() : List.copyOf(failures);
        }
    }

    /** Why a host did not get where it should. */
    @Field("Why a host did not get where it should.")
    public record Failure(
            @Field("Name of the Host; empty when the failure is the cluster's.")
            String host,

            @Field("Name of the failure, as in the conditions.")
            String reason,

            @Field("What, where, remedy.") String message) {}
}
