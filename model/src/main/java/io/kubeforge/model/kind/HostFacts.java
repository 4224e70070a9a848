package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;

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
        Boolean simulated) {}
