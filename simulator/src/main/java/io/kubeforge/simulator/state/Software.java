package io.kubeforge.simulator.state;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is installed and configured on a host: packages with their versions, written files, settings. */
public record Software(
        Map<String, String> packages,
        Set<String> held,
        Map<String, String> files,
        Set<String> settings,
        boolean packagesInterrupted) {
    /** Nothing but what the distribution brings. */
    public static final Software BARE = new Software(Map.of(), Set.of(), Map.of(), Set.of(), false);

    /** Copies, so that nobody changes what was handed in. */
    public Software {
        packages = Map.copyOf(packages);
        held = Set.copyOf(held);
        files = Map.copyOf(files);
        settings = Set.copyOf(settings);
    }

    /** Whether kubelet, kubeadm and kubectl are there in this version. */
    public boolean hasKubernetes(String version) {
        return packages.getOrDefault("kubelet", "").startsWith(version + "-")
                && packages.getOrDefault("kubeadm", "").startsWith(version + "-")
                && packages.getOrDefault("kubectl", "").startsWith(version + "-");
    }

    /** The kubelet's version as a Node tells it, e.g. v1.36.3; empty when it is not installed. */
    public String kubeletVersion() {
        String version = packages.get("kubelet");
        return version == null ? "" : "v" + version.replaceFirst("-.*", "");
    }

    /** With these packages added or replaced. */
    public Software withPackages(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(packages);
        all.putAll(more);
        return new Software(all, held, files, settings, packagesInterrupted);
    }

    /** With this package held at its version. */
    public Software withHeld(String name) {
        return new Software(packages, plus(held, name), files, settings, packagesInterrupted);
    }

    /** With this file written. */
    public Software withFile(String path, String content) {
        Map<String, String> all = new TreeMap<>(files);
        all.put(path, content);
        return new Software(packages, held, all, settings, packagesInterrupted);
    }

    /** Without this file. */
    public Software withoutFile(String path) {
        Map<String, String> all = new TreeMap<>(files);
        all.remove(path);
        return new Software(packages, held, all, settings, packagesInterrupted);
    }

    /** With this property of the system brought about, e.g. a kernel setting or an enabled unit. */
    public Software withSetting(String name) {
        return new Software(packages, held, files, plus(settings, name), packagesInterrupted);
    }

    /** With a package operation under way (true) or whole (false). */
    public Software withPackagesInterrupted(boolean interrupted) {
        return new Software(packages, held, files, settings, interrupted);
    }

    private static Set<String> plus(Set<String> names, String name) {
        Set<String> all = new TreeSet<>(names);
        all.add(name);
        return all;
    }
}
