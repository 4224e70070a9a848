package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;
import java.util.function.Consumer;

/** What is known of a host; written only by the activities that work on it, and by the claim. */
@Field("What is known of the host.")
public record HostStatus(
        @Field("The generation of the spec that was last acted on.")
        Long observedGeneration,

        @Field(
                value = "Reachable: the last contact succeeded. Ready: the host is a Ready node of its cluster.",
                listMapKeys = "type")
        List<Condition> conditions,

        @Field("The cluster that holds this host; no other cluster touches it.")
        HostClaim clusterRef,

        @Field("What the host is in its cluster: ControlPlane or Worker.")
        String role,

        @Field("The step under way or done last, e.g. \"prepare\".")
        String step,

        @Field("When the step began.") String stepStartedAt,
        @Field("What was found on the host.") HostFacts facts,

        @Field("What was found wrong with the host before it was prepared; empty when nothing was.")
        List<PreflightFinding> preflight,

        @Field("The machine-id with which the host was accepted as a node; no other Host is accepted with the same.")
        String identity,

        @Field("The public SSH key recorded on first contact, when the spec gives none.")
        String hostKey,

        @Field("The pass of the cluster that wrote this last; an older pass may not overwrite it.")
        Long pass) {

    public static final String REACHABLE = "Reachable";
    public static final String READY = "Ready";

    public static final HostStatus EMPTY =
            new HostStatus(null, null, null, null, null, null, null, null, null, null, null);

    /** Absent lists are read as empty. */
    public HostStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        preflight = preflight == null ? List.of() : List.copyOf(preflight);
    }

    /** The same with these conditions. */
    public HostStatus withConditions(List<Condition> newConditions) {
        return but(draft -> draft.conditions = newConditions);
    }

    /** The same, held by this cluster. */
    public HostStatus withClusterRef(HostClaim claim) {
        return but(draft -> draft.clusterRef = claim);
    }

    /** The same with this step begun. */
    public HostStatus withStep(long generation, String newRole, String newStep, String startedAt, long newPass) {
        return but(draft -> {
            draft.observedGeneration = generation;
            draft.role = newRole;
            draft.step = newStep;
            draft.stepStartedAt = startedAt;
            draft.pass = newPass;
        });
    }

    /** The same with these facts. */
    public HostStatus withFacts(HostFacts newFacts) {
        return but(draft -> draft.facts = newFacts);
    }

    /** The same with these findings. */
    public HostStatus withPreflight(List<PreflightFinding> findings) {
        return but(draft -> draft.preflight = findings);
    }

    /** The same, accepted with this machine-id. */
    public HostStatus withIdentity(String machineId) {
        return but(draft -> draft.identity = machineId);
    }

    /** The same with this recorded key. */
    public HostStatus withHostKey(String newHostKey) {
        return but(draft -> draft.hostKey = newHostKey);
    }

    /** What stays when no cluster holds the host any more: what was found on it, and its key. */
    public HostStatus released() {
        return new HostStatus(observedGeneration, null, null, null, null, null, facts, null, null, hostKey, null);
    }

    private HostStatus but(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.status();
    }

    /** A copy that is being changed. */
    private static final class Draft {
        private Long observedGeneration;
        private List<Condition> conditions;
        private HostClaim clusterRef;
        private String role;
        private String step;
        private String stepStartedAt;
        private HostFacts facts;
        private List<PreflightFinding> preflight;
        private String identity;
        private String hostKey;
        private Long pass;

        private Draft(HostStatus from) {
            observedGeneration = from.observedGeneration;
            conditions = from.conditions;
            clusterRef = from.clusterRef;
            role = from.role;
            step = from.step;
            stepStartedAt = from.stepStartedAt;
            facts = from.facts;
            preflight = from.preflight;
            identity = from.identity;
            hostKey = from.hostKey;
            pass = from.pass;
        }

        private HostStatus status() {
            return new HostStatus(
                    observedGeneration,
                    conditions,
                    clusterRef,
                    role,
                    step,
                    stepStartedAt,
                    facts,
                    preflight,
                    identity,
                    hostKey,
                    pass);
        }
    }
}
