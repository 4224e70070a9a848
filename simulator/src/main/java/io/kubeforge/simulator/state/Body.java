package io.kubeforge.simulator.state;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulated host is built like, and what stands around it that is not KubeForge's.
 *
 * @param cgroup v1 or v2
 * @param clockAheadSeconds how far its clock is wrong; negative when it is behind
 * @param ports port to the program of somebody's own that listens there
 * @param walled whether a firewall drops what other hosts send; SSH gets through
 */
public record Body(
        int cpus,
        long memoryMib,
        long freeDiskMib,
        String cgroup,
        long clockAheadSeconds,
        Map<Integer, String> ports,
        boolean walled) {
    /** A host that kubeadm likes. */
    public static final Body COMMON = new Body(2, 4096, 20_480, "v2", 0, Map.of(), false);

    /** A copy, so that nobody changes what was handed in. */
    public Body {
        ports = Map.copyOf(ports);
    }

    /** With so many CPUs. */
    public Body withCpus(int next) {
        return new Body(next, memoryMib, freeDiskMib, cgroup, clockAheadSeconds, ports, walled);
    }

    /** With so much memory. */
    public Body withMemoryMib(long next) {
        return new Body(cpus, next, freeDiskMib, cgroup, clockAheadSeconds, ports, walled);
    }

    /** With so much space left on its disk. */
    public Body withFreeDiskMib(long next) {
        return new Body(cpus, memoryMib, next, cgroup, clockAheadSeconds, ports, walled);
    }

    /** With this version of control groups. */
    public Body withCgroup(String next) {
        if (!next.equals("v1") && !next.equals("v2")) {
            throw new IllegalArgumentException("Control groups are v1 or v2, not \"" + next + "\".");
        }
        return new Body(cpus, memoryMib, freeDiskMib, next, clockAheadSeconds, ports, walled);
    }

    /** With a clock that is so far wrong. */
    public Body withClockAheadSeconds(long next) {
        return new Body(cpus, memoryMib, freeDiskMib, cgroup, next, ports, walled);
    }

    /** With a program that listens on this port; "none" when it shall be free again. */
    public Body withPort(int port, String program) {
        Map<Integer, String> next = new TreeMap<>(ports);
        if (program.equals("none")) {
            next.remove(port);
        } else {
            next.put(port, program);
        }
        return new Body(cpus, memoryMib, freeDiskMib, cgroup, clockAheadSeconds, next, walled);
    }

    /** With a firewall before it, or without. */
    public Body withWall(boolean next) {
        return new Body(cpus, memoryMib, freeDiskMib, cgroup, clockAheadSeconds, ports, next);
    }
}
