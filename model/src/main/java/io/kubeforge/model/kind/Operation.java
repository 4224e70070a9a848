package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;

/** One piece of work on one cluster; made by the plan activity, read-only for users. */
@Field("A piece of work on a cluster; written by KubeForge only.")
@Resource(
        group = Kinds.KUBEFORGE,
        version = Kinds.V1ALPHA1,
        shortNames = "op",
        categories = Kinds.CATEGORY,
        verbs = {Verb.GET, Verb.LIST, Verb.WATCH},
        selectableFields = "spec.cluster",
        columns = {
            @PrinterColumn(name = "Cluster", description = "The cluster worked on.", path = ".spec.cluster"),
            @PrinterColumn(name = "Type", description = "What the work is.", path = ".spec.type"),
            @PrinterColumn(name = "Phase", description = "How far the work is.", path = ".status.phase"),
            @PrinterColumn(
                    name = "Done",
                    type = "integer",
                    description = "Hosts that are done.",
                    path = ".status.hostsDone"),
            @PrinterColumn(
                    name = "Hosts",
                    type = "integer",
                    description = "Hosts that have work.",
                    path = ".status.hosts"),
            @PrinterColumn(
                    name = "Age",
                    type = Column.DATE,
                    description = "Time since it was made.",
                    path = ".metadata.creationTimestamp"),
            @PrinterColumn(
                    name = "Workflow",
                    description = "ID of its workflow.",
                    path = ".status.workflowId",
                    wide = true)
        })
public record Operation(
        ObjectMeta metadata,

        @Field(value = "What the work is.", required = true) Spec spec,

        Status status) {

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
