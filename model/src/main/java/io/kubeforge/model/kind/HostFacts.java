package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.List;

/** What was found on a host at the last look. */
@Field("What was found on the host at the last look.")
public record HostFacts(
        @Field("The host's own name.") String hostname,

        @Field("Operating system, e.g. \"Debian GNU/Linux 12 (bookworm)\".")
        String os,

        @Field("ID of the operating system in /etc/os-release, e.g. debian.")
        String osId,

        @Field("Kernel release.") String kernel,

        @Field("Architecture as Debian names it, e.g. amd64.")
        String architecture,

        @Field("Number of CPUs.") Integer cpus,
        @Field("Memory in MiB.") Long memoryMiB,

        @Field("The address that the default route uses, or the one given in the spec.")
        String address,

        @Field("Contents of /etc/machine-id.") String machineId,
        @Field("ID of the running boot.") String bootId,

        @Field("True when the host is played by the simulator: no Kubernetes runs there.")
        Boolean simulated,

        @Field("The machine's UUID as its firmware tells it; absent in some virtual machines.")
        String productUuid,

        @Field("Swap in MiB; switched off when the host is prepared.")
        Long swapMiB,

        @Field("Version of the control groups: v1 or v2.") String cgroup,

        @Field("Free space where the images of containers lie (or will lie), in MiB.")
        Long freeDiskMiB,

        @Field("Whether a program keeps the clock right; absent where systemd does not know.")
        Boolean timeSynchronized,

        @Field(
                "How many seconds the clock is ahead of KubeForge's, or behind when negative, at least: what the question's way may explain does not count.")
        Long clockAheadSeconds,

        @Field("Container runtime and its version, e.g. containerd 2.4.2.")
        String runtime,

        @Field(
                "Firewalls that are active: firewalld, ufw, nftables; drops-input when a rule drops what nobody asked for.")
        String firewall,

        @Field("The proxy of the login, the system or apt, without its password.")
        String proxy,

        @Field("Interfaces, each with address and MTU, e.g. \"eth0 192.0.2.10/24 1500\".")
        List<String> interfaces,

        @Field("MAC address of the interface with the host's address.")
        String macAddress,

        @Field("File systems, each with its MiB and what is free of them, e.g. \"/var/lib 20480 15000\".")
        List<String> disks,

        @Field("What Kubernetes left on the host: certificates, manifests, etcd-data, kubelet.conf.")
        List<String> leftovers,

        @Field("UID of the cluster whose mark the host bears.")
        String markedBy,

        @Field("Hash of the cluster CA whose certificate lies on the host.")
        String caCertHash) {
    /** Absent lists are read as empty. */
    public HostFacts {
        interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
        disks = disks == null ? List.of() : List.copyOf(disks);
        leftovers = leftovers == null ? List.of() : List.copyOf(leftovers);
    }
}
