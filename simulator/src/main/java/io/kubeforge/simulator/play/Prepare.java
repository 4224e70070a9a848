package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plays prepare: item by item, acting only where something is not right yet. */
final class Prepare {
    private static final List<String> TOOLS =
            List.of("ca-certificates", "curl", "openssl", "conntrack", "ethtool", "iptables", "socat");
    private static final String SETTINGS = "/etc/sysctl.d/99-kubeforge.conf";
    private static final String SOURCES = "/etc/apt/sources.list.d/kubeforge-kubernetes.sources";
    private static final String KEY = "/etc/apt/keyrings/kubeforge-kubernetes.asc";
    private static final String ARCHIVES = "/var/lib/kubeforge/archives/";
    private static final String MIRRORS = "/etc/containerd/certs.d/";

    private final Stage stage;
    private final String version;
    private final String repository;
    private final String runtime;

    private Prepare(Stage stage) {
        this.stage = stage;
        this.version = stage.required("VERSION");
        this.repository = stage.required("REPOSITORY").replaceFirst("/$", "") + "/core:/stable:/"
                + stage.required("MINOR") + "/deb/";
        this.runtime = stage.required("RUNTIME");
        stage.required("REGISTRY");
    }

    static void play(Stage stage) {
        new Prepare(stage).run();
    }

    private void run() {
        supportedDistribution();
        refuseSilentUpgrade();
        kernel();
        item("Swap");
        packageSystem();
        packageRepository();
        packages();
        holdPackages();
        imageRegistries();
        containerRuntime();
        imageArchives();
        item("kubelet at boot");
        setting("kubelet is enabled");
        item("Prepared for Kubernetes " + version);
    }

    private void supportedDistribution() {
        item("Distribution");
        Distribution distribution = Distribution.of(stage.state().distribution());
        if (!distribution.apt()) {
            throw new ScriptFailure(
                    4,
                    "The distribution " + (distribution.id() + " " + distribution.like()).strip()
                            + " is not supported: this provisioner knows Debian, Ubuntu, RHEL and their like.");
        }
    }

    private void refuseSilentUpgrade() {
        String installed = software().packages().get("kubelet");
        if (stage.node().kubelet() && installed != null && !installed.startsWith(version + "-")) {
            throw new ScriptFailure(
                    6,
                    "This host is a node with kubelet " + installed + "; " + version
                            + " was asked for, and preparing does not upgrade a node.");
        }
    }

    private void kernel() {
        item("Kernel modules");
        put("/etc/modules-load.d/kubeforge.conf", "overlay br_netfilter");
        setting("br_netfilter");
        item("Kernel settings");
        put(SETTINGS, "1");
        setting("net.ipv4.ip_forward");
        setting("net.bridge.bridge-nf-call-iptables");
        setting("net.bridge.bridge-nf-call-ip6tables");
    }

    private void packageSystem() {
        item("Package system");
        if (software().packagesInterrupted()) {
            stage.say("ending a package operation that was cut off");
            stage.take(1.5);
            stage.install(software -> software.withPackagesInterrupted(false));
            stage.say("changed package system");
        }
    }

    private void packageRepository() {
        item("Package repository");
        if (software().hasKubernetes(version)
                && repository.equals(software().files().get(SOURCES))) {
            return;
        }
        stage.take(0.5);
        PackageRepository.requireRepository(version, repository);
        put(KEY, "key of " + repository);
        put(SOURCES, repository);
    }

    private void packages() {
        item("Packages");
        refuseOtherRuntime();
        Map<String, String> wanted = missing();
        if (wanted.isEmpty()) {
            return;
        }
        stage.say("Hit:1 " + repository + " InRelease");
        stage.take(1);
        if (!software().hasKubernetes(version)) {
            PackageRepository.requireVersion(version, repository);
        }
        stage.install(software -> software.withPackagesInterrupted(true));
        wanted.forEach((name, full) -> {
            stage.say("Setting up " + name + " (" + full + ") ...");
            stage.take(name.startsWith("kube") || name.startsWith("containerd") ? 0.8 : 0.15);
        });
        stage.install(software -> software.withPackages(wanted).withPackagesInterrupted(false));
        stage.say("changed " + String.join(" ", wanted.keySet()));
    }

    private void refuseOtherRuntime() {
        for (String other : List.of("containerd", "containerd.io")) {
            if (!other.equals(runtime) && software().packages().containsKey(other)) {
                throw new ScriptFailure(
                        7,
                        "This host has the package " + other + ", but the cluster asks for " + runtime
                                + " (spec.packages.runtime).");
            }
        }
    }

    private Map<String, String> missing() {
        Map<String, String> wanted = new TreeMap<>();
        List<String> others = new ArrayList<>(TOOLS);
        others.add(runtime);
        for (String name : others) {
            if (!software().packages().containsKey(name)) {
                wanted.put(name, PackageRepository.versionOf(name));
            }
        }
        if (!software().hasKubernetes(version)) {
            List.of("kubelet", "kubeadm", "kubectl").forEach(name -> wanted.put(name, version + "-1.1"));
        }
        return wanted;
    }

    private void holdPackages() {
        item("Held packages");
        for (String name : List.of("kubelet", "kubeadm", "kubectl", runtime)) {
            if (!software().held().contains(name)) {
                stage.install(software -> software.withHeld(name));
                stage.say("changed hold " + name);
            }
        }
    }

    private void imageRegistries() {
        item("Image registries");
        List<String> wanted = new ArrayList<>();
        stage.optional("MIRRORS").lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] words = line.strip().split("\\s+", 2);
            wanted.add(mirrorFile(words[0]));
            put(mirrorFile(words[0]), words[words.length - 1]);
        });
        stage.optional("CREDENTIALS").lines().filter(line -> !line.isBlank()).forEach(line -> {
            String registry = line.substring(0, line.indexOf(' '));
            wanted.add(mirrorFile(registry));
            put(mirrorFile(registry), "with a password");
        });
        software().files().keySet().stream()
                .filter(file -> file.startsWith(MIRRORS) && !wanted.contains(file))
                .sorted()
                .forEach(file -> {
                    stage.install(software -> software.withoutFile(file));
                    stage.say("changed " + file);
                });
    }

    private static String mirrorFile(String registry) {
        return MIRRORS + registry + "/hosts.toml";
    }

    private void containerRuntime() {
        item("Container runtime");
        boolean changed = put("/etc/containerd/config.toml", stage.required("REGISTRY"));
        setting("containerd is enabled");
        if (changed) {
            stage.take(0.5);
            stage.say("changed containerd is restarted");
        }
    }

    private void imageArchives() {
        item("Image archives");
        stage.optional("ARCHIVES").lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] words = line.split(" ", 2);
            if (put(ARCHIVES + words[0] + ".names", words[1])) {
                stage.take(2);
                stage.say("changed images of " + words[1]);
            }
        });
    }

    private void item(String title) {
        stage.say("==> " + title);
        stage.take(0.05);
    }

    /** Writes a file whose content differs; whether it did. */
    private boolean put(String path, String content) {
        if (content.equals(software().files().get(path))) {
            return false;
        }
        stage.install(software -> software.withFile(path, content));
        stage.say("changed " + path);
        return true;
    }

    private void setting(String name) {
        if (!software().settings().contains(name)) {
            stage.install(software -> software.withSetting(name));
            stage.say("changed " + name);
        }
    }

    private Software software() {
        return stage.state().software();
    }
}
