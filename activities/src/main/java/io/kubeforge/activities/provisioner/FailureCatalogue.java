package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.failure.ApiServerUnhealthy;
import io.kubeforge.activities.failure.CertificateKeyExpired;
import io.kubeforge.activities.failure.CertificatesTorn;
import io.kubeforge.activities.failure.CgroupV1;
import io.kubeforge.activities.failure.ClockSkew;
import io.kubeforge.activities.failure.ConfigurationInvalid;
import io.kubeforge.activities.failure.DiskFull;
import io.kubeforge.activities.failure.EndpointIsAnotherCluster;
import io.kubeforge.activities.failure.EndpointUnreachable;
import io.kubeforge.activities.failure.EtcdBusy;
import io.kubeforge.activities.failure.EtcdUnhealthy;
import io.kubeforge.activities.failure.EvictionRefused;
import io.kubeforge.activities.failure.HostBelongsToAnotherCluster;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostTooSmall;
import io.kubeforge.activities.failure.ImageArchiveInvalid;
import io.kubeforge.activities.failure.ImageArchiveUnreachable;
import io.kubeforge.activities.failure.ImagePullFailed;
import io.kubeforge.activities.failure.KubeletUnhealthy;
import io.kubeforge.activities.failure.ManifestDiffers;
import io.kubeforge.activities.failure.ManifestUnreachable;
import io.kubeforge.activities.failure.NetworkPluginMissing;
import io.kubeforge.activities.failure.NodeNameTaken;
import io.kubeforge.activities.failure.NodeVersionDiffers;
import io.kubeforge.activities.failure.PackageConflict;
import io.kubeforge.activities.failure.PackageLockHeld;
import io.kubeforge.activities.failure.PackageRepositoryUnreachable;
import io.kubeforge.activities.failure.PackageSignatureInvalid;
import io.kubeforge.activities.failure.PackageVersionNotFound;
import io.kubeforge.activities.failure.PortInUse;
import io.kubeforge.activities.failure.PreflightFailed;
import io.kubeforge.activities.failure.RuntimeDiffers;
import io.kubeforge.activities.failure.RuntimeUnhealthy;
import io.kubeforge.activities.failure.ScriptFailed;
import io.kubeforge.activities.failure.SwapEnabled;
import io.kubeforge.activities.failure.TokenExpired;
import io.kubeforge.activities.failure.UnsupportedDistribution;
import io.kubeforge.activities.failure.VirtualAddressUnusable;
import io.kubeforge.activities.ssh.Script;
import io.kubeforge.activities.ssh.ScriptResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows by their texts the failures of apt, containerd, kubeadm and our own scripts, and what helps. The first entry
 * whose text occurs wins, so causes stand before what they bring about.
 */
final class FailureCatalogue {
    private static final int LAST_LINES = 20;
    private static final String WITHHELD = "<withheld>";
    /** Warnings of apt and kubeadm and what the kubelet merely notes: they name other things than what failed. */
    private static final Pattern NOISE = Pattern.compile("^(W: |Ign:|Err:|I[0-9]{4} |\\s*\\[WARNING )");

    private static final Pattern TOKEN = Pattern.compile("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b");
    private static final Pattern KEY = Pattern.compile("(?<!sha256:)\\b[0-9a-f]{64}\\b");

    private static final List<Entry> ENTRIES = List.of(
            // What makes anything fail.
            entry(DiskFull.SAID, DiskFull::new, "Free some space on the host; the step then goes on by itself."),
            entry(
                    "Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock directory",
                    PackageLockHeld::new,
                    "Another package installation is under way on the host; the step waits for its end."),
            entry(
                    "is not valid yet \\(invalid for another|certificate has expired or is not yet valid|"
                            + "certificate is not yet valid",
                    ClockSkew::new,
                    "Set the host's clock (timedatectl, chrony); if it is right, a certificate has expired."),
            entry(
                    "NO_PUBKEY|EXPKEYSIG|BADSIG|is not signed|not with a signing key",
                    PackageSignatureInvalid::new,
                    "Check that the repository serves a valid Release.key beside its packages."),
            // Our own scripts' sentences.
            entry(
                    "This host belongs to the cluster with UID|which KubeForge did not make",
                    HostBelongsToAnotherCluster::new,
                    "Take the host out of the spec, or clean it yourself with 'kubeadm reset' and remove"
                            + " /var/lib/kubeforge/cluster."),
            entry(
                    "was cut off while it was written, and a control plane",
                    CertificatesTorn::new,
                    "Restore it from a backup; if the cluster was never ready, run 'kubeadm reset' on the host."),
            entry(
                    "The distribution .* is not supported",
                    UnsupportedDistribution::new,
                    "Use a host with Debian or Ubuntu."),
            entry(
                    "preparing does not upgrade a node",
                    NodeVersionDiffers::new,
                    "Set spec.kubernetesVersion to the node's version, or reset the node."),
            entry(
                    "but the cluster asks for .* \\(spec\\.packages\\.runtime\\)",
                    RuntimeDiffers::new,
                    "Set spec.packages.runtime to the installed package, or remove that package."),
            entry(
                    "is not in the package repository|Version '.*' for 'kube.*' was not found",
                    PackageVersionNotFound::new,
                    "Set spec.kubernetesVersion to one that the repository has, or spec.packages.repository to a"
                            + " repository that has it."),
            entry(
                    "not that of spec\\.network\\.manifest\\.sha256",
                    ManifestDiffers::new,
                    "Look at what the URL gives; if it is right, set its digest and make the cluster anew."),
            entry(
                    "The network manifest .* cannot be fetched",
                    ManifestUnreachable::new,
                    "Check the host's DNS, proxy and firewall, or put the manifest into a ConfigMap."),
            entry(
                    "The image archive .* (cannot be fetched|is not on this host)",
                    ImageArchiveUnreachable::new,
                    "Check the address in spec.images.archives, and the host's DNS, proxy and firewall."),
            entry(
                    "The image archive .* (not that of spec\\.images\\.archives|names no images|cannot be imported|"
                            + "containerd lacks)",
                    ImageArchiveInvalid::new,
                    "Look at the archive; its digest is what 'sha256sum' says of it."),
            entry(
                    "[Tt]he virtual address .* is (this host's own|not in a network)|spec\\.endpoint\\.(virtualIP needs|"
                            + "networkInterface)|\\(spec\\.endpoint\\.networkInterface\\)",
                    VirtualAddressUnusable::new,
                    "An endpoint cannot be changed yet: delete the cluster and make it anew."),
            // apt, dpkg
            entry(
                    "Packages need to be removed but remove is disabled|have unmet dependencies|"
                            + "you have held broken packages",
                    PackageConflict::new,
                    "Remove the packages on the host that exclude the container runtime or Kubernetes."),
            entry(
                    "The package repository .* cannot be (reached|used)|Failed to fetch|Temporary failure resolving|"
                            + "Unable to locate package",
                    PackageRepositoryUnreachable::new,
                    "Check the host's DNS, proxy and firewall, and spec.packages.repository."),
            // The host as kubeadm and the kubelet see it.
            entry(
                    "configured to not run on a host using cgroup v1|cgroups v1 support is deprecated|"
                            + "cgroup v1 support|missing required cgroups",
                    CgroupV1::new,
                    "Boot the host with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or set failCgroupV1: false in"
                            + " spec.kubeadm.kubeletConfiguration and ignore the preflight error SystemVerification."),
            entry(
                    "running with swap on is not supported",
                    SwapEnabled::new,
                    "Switch swap off on the host for good, or set failSwapOn: false in"
                            + " spec.kubeadm.kubeletConfiguration."),
            entry(
                    "\\[ERROR (NumCPU|Mem)\\]",
                    HostTooSmall::new,
                    "A control plane needs 2 CPUs and 1700 MB; take a bigger host, or name the check in"
                            + " spec.kubeadm.ignorePreflightErrors."),
            entry(
                    "unknown service runtime\\.v1|\\[ERROR CRI\\]|Kubernetes interface \\(CRI\\) does not|"
                            + "containerd does not start|failed to create new CRI runtime service|"
                            + "can't get final child's PID from pipe",
                    RuntimeUnhealthy::new,
                    "Look at 'journalctl -u containerd' on the host."),
            entry(
                    "\\[ERROR ImagePull\\]|failed to pull image|ImagePullBackOff|ErrImagePull",
                    ImagePullFailed::new,
                    "Check that the host reaches the registry, and spec.images (registry, mirrors)."),
            // Joining
            entry(
                    "doesn't have a stable controlPlaneEndpoint address",
                    ConfigurationInvalid::new,
                    "The cluster was made without an endpoint and cannot get more control planes."),
            entry(
                    "none of the public keys .* are pinned",
                    EndpointIsAnotherCluster::new,
                    "Check where the cluster's endpoint leads: another cluster's API answers there."),
            entry(
                    "could not find a JWS signature in the cluster-info ConfigMap|"
                            + "couldn't validate the identity of the API Server: .*token",
                    TokenExpired::new,
                    "A new token is made at the next try."),
            entry(
                    "Secret \"kubeadm-certs\" was not found|message authentication failed",
                    CertificateKeyExpired::new,
                    "The certificates are uploaded anew at the next try."),
            entry(
                    "a Node with name \".*\" .*already exists",
                    NodeNameTaken::new,
                    "Delete that Node if its host is gone, or give the Host another name."),
            entry(
                    "too many learner members|can only promote a learner member",
                    EtcdBusy::new,
                    "Another control plane is being joined, or the disk is slow; the next try waits for it."),
            entry(
                    "etcd cluster is not healthy",
                    EtcdUnhealthy::new,
                    "Look at the members with 'etcdctl member list' on a control plane; a member whose host is gone"
                            + " has to be removed."),
            entry(
                    "couldn't validate the identity of the API Server|failed to request the cluster-info ConfigMap|"
                            + "The connection to the server .* was refused|dial tcp .*(no such host|no route to host)",
                    EndpointUnreachable::new,
                    "Check that the host resolves and reaches the cluster's endpoint (firewall, port 6443)."),
            // Starting
            entry(
                    "strict decoding error|error unmarshaling|invalid configuration|unrecognized feature-gate key|"
                            + "unknown field|field not found|couldn't parse|no kind \".*\" is registered|"
                            + ": Invalid value:",
                    ConfigurationInvalid::new,
                    "Correct the spec's kubeadm overlays, network or version."),
            entry(
                    "\\[ERROR Port-[0-9]+\\]",
                    PortInUse::new,
                    "Stop the program that listens there (ss -tlnp on the host)."),
            entry(
                    "\\[ERROR (FileAvailable|DirAvailable)--",
                    PreflightFailed::new,
                    "Something of Kubernetes is there that this step did not begin with: look at what it is, and run"
                            + " 'kubeadm reset' on the host only if nobody needs it."),
            entry(
                    "\\[ERROR [A-Za-z]",
                    PreflightFailed::new,
                    "Correct what kubeadm names, or list the check in spec.kubeadm.ignorePreflightErrors."),
            entry(
                    "[Tt]he kubelet is not (healthy|running)|kubelet does not start|could not bootstrap the admin user|"
                            + "timed out waiting for the kubelet|127\\.0\\.0\\.1:10248",
                    KubeletUnhealthy::new,
                    "Look at 'journalctl -u kubelet' on the host."),
            entry(
                    "kube-apiserver check failed at|control plane components? .*unhealthy|"
                            + "couldn't initialize a Kubernetes cluster|User \"kubernetes-admin\" cannot|"
                            + "some control plane components are not healthy|context deadline exceeded",
                    ApiServerUnhealthy::new,
                    "Look at the logs in /var/log/pods/kube-system_kube-apiserver-* on the host; the step goes on"
                            + " where it stopped."),
            // Living. That no network is there yet is no failure: every kubelet says so before the plugin is installed.
            entry(
                    "failed to find plugin \".*\" in path",
                    NetworkPluginMissing::new,
                    "Install the package kubernetes-cni on the host, and look whether the runtime's bin_dir is"
                            + " /opt/cni/bin."),
            entry(
                    "violate the pod's disruption budget",
                    EvictionRefused::new,
                    "Look at the PodDisruptionBudget of that pod: give it more replicas, or allow a disruption."));

    private FailureCatalogue() {}

    /**
     * The failure that a script's result stands for.
     *
     * @param doing what was being done, e.g. "Preparing host w-1"
     */
    static HostFailure failure(String doing, String host, Script script, ScriptResult result) {
        String output = withoutSecrets(result.stdout() + "\n" + result.stderr(), script);
        for (Entry entry : ENTRIES) {
            Optional<String> line = entry.lineIn(output);
            if (line.isPresent()) {
                return entry.make.apply(doing + " failed: " + line.get() + " " + entry.remedy);
            }
        }
        return new ScriptFailed(host, script.name(), result.exitCode(), lastLines(output), false);
    }

    private static String withoutSecrets(String text, Script script) {
        String clean = text;
        for (String secret : script.secrets()) {
            clean = clean.replace(secret, WITHHELD);
        }
        return KEY.matcher(TOKEN.matcher(clean).replaceAll(WITHHELD)).replaceAll(WITHHELD);
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private static Entry entry(String text, Function<String, HostFailure> make, String remedy) {
        return new Entry(Pattern.compile(text), make, remedy);
    }

    /** One failure: what it looks like, what it is, what helps. */
    private record Entry(Pattern text, Function<String, HostFailure> make, String remedy) {
        private static final int LONGEST_LINE = 300;

        Optional<String> lineIn(String output) {
            return output.lines()
                    .filter(line -> !NOISE.matcher(line).find())
                    .filter(line -> text.matcher(line).find())
                    .map(this::shortened)
                    .findFirst();
        }

        private String shortened(String line) {
            String trimmed = line.strip();
            if (trimmed.length() <= LONGEST_LINE) {
                return sentence(trimmed);
            }
            Matcher matcher = text.matcher(trimmed);
            int from = matcher.find() ? Math.max(0, Math.min(matcher.start(), trimmed.length() - LONGEST_LINE)) : 0;
            return sentence("…" + trimmed.substring(from, from + LONGEST_LINE) + "…");
        }

        private static String sentence(String line) {
            return line.matches(".*[.!?…]$") ? line : line + ".";
        }
    }
}
