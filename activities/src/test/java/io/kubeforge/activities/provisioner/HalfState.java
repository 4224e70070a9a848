package io.kubeforge.activities.provisioner;

/**
 * A way in which a host can be left half-made: how a test brings it about on a real host, and what must come of it.
 *
 * @param name in plain words
 * @param from where the host stands before the damage is done
 * @param cutAt kubeadm is killed when it prints this; "power off at …": the whole host is; null when it is not cut
 * @param damage shell run as root on the host afterwards; empty for none
 * @param clusterDamage shell run as root on the cluster's control plane afterwards; empty for none
 * @param firstFailure what the first try must fail with; null when it must succeed at once
 * @param remedy shell run as root on the host after that failure: what its message asks for; empty for none
 * @param refused whether this failure is the end: KubeForge changes nothing and waits for a person
 */
record HalfState(
        String name,
        Part part,
        From from,
        String cutAt,
        String damage,
        String clusterDamage,
        String firstFailure,
        String remedy,
        boolean refused) {
    /** What the host is on its way to become. */
    enum Part {
        /** A host with everything that kubeadm needs. */
        PREPARED_HOST,
        /** The first control plane of a cluster. */
        FIRST_CONTROL_PLANE,
        /** A further control plane of a cluster that has one. */
        FURTHER_CONTROL_PLANE,
        /** A worker. */
        WORKER
    }

    /** Where the host stands when it is damaged. */
    enum From {
        /** Nothing of the cluster is on it. */
        PLAIN,
        /** Kubeadm was cut off. */
        CUT_OFF,
        /** It was complete. */
        COMPLETE
    }

    static HalfState cutAt(Part part, String name, String line) {
        return new HalfState(name, part, From.CUT_OFF, line, "", "", null, "", false);
    }

    static HalfState plain(Part part, String name) {
        return new HalfState(name, part, From.PLAIN, null, "", "", null, "", false);
    }

    static HalfState complete(Part part, String name) {
        return new HalfState(name, part, From.COMPLETE, null, "", "", null, "", false);
    }

    HalfState then(String shell) {
        return new HalfState(name, part, from, cutAt, shell, clusterDamage, firstFailure, remedy, refused);
    }

    HalfState inTheCluster(String shell) {
        return new HalfState(name, part, from, cutAt, damage, shell, firstFailure, remedy, refused);
    }

    HalfState failsFirst(String reason) {
        return new HalfState(name, part, from, cutAt, damage, clusterDamage, reason, remedy, false);
    }

    HalfState remediedBy(String shell) {
        return new HalfState(name, part, from, cutAt, damage, clusterDamage, firstFailure, shell, false);
    }

    HalfState refusedAs(String reason) {
        return new HalfState(name, part, from, cutAt, damage, clusterDamage, reason, remedy, true);
    }

    /** Its name in the documentation's table, where a name may stand in several parts. */
    String rowName() {
        return switch (part) {
                    case PREPARED_HOST -> "Host: ";
                    case FIRST_CONTROL_PLANE -> "First control plane: ";
                    case FURTHER_CONTROL_PLANE -> "Further control plane: ";
                    case WORKER -> "Worker: ";
                }
                + name;
    }

    /** Whether it needs a cluster that is there already. */
    boolean joins() {
        return part == Part.WORKER || part == Part.FURTHER_CONTROL_PLANE;
    }

    /** How it is brought about, for people. */
    String reached() {
        String begin =
                switch (from) {
                    case PLAIN -> "";
                    case COMPLETE -> "complete, then ";
                    case CUT_OFF -> cutAt.startsWith("power") ? cutAt : "killed at `" + cutAt + "`";
                };
        String onHost = damage.isEmpty() ? "" : (from == From.CUT_OFF ? ", then " : "") + "`" + oneLine(damage) + "`";
        String inCluster = clusterDamage.isEmpty() ? "" : " on the control plane `" + oneLine(clusterDamage) + "`";
        return begin + onHost + inCluster;
    }

    private static String oneLine(String shell) {
        return shell.strip().replaceAll("\\s*\\n\\s*", "; ").replace("|", "\\|");
    }

    @Override
    public String toString() {
        return rowName();
    }
}
