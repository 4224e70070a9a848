package io.kubeforge.model.kind;

import io.kubeforge.model.schema.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the user wants of a cluster. */
@Field("What the cluster shall be.")
public record ClusterSpec(
        @Field(value = "Exact version, e.g. v1.36.3.", required = true, pattern = "^v1\\.[0-9]{1,3}\\.[0-9]{1,3}$")
        String kubernetesVersion,

        @Field(
                value = "What makes hosts into nodes.",
                byDefault = "\"kubeadm\"",
                oneOf = {"kubeadm"})
        String provisioner,

        @Field("The stable address of the API server; required for more than one control-plane host. Without it the"
                + " name <cluster>.<namespace>.kubeforge.internal in the hosts' /etc/hosts.")
        Endpoint endpoint,

        @Field(value = "The hosts that run the control plane.", required = true)
        ControlPlane controlPlane,

        @Field(value = "Groups of hosts that run workloads.", listMapKeys = "name")
        List<WorkerPool> workers,

        @Field(value = "The cluster's network.", byDefault = "{}")
        Network network,

        @Field(value = "Where the packages come from.", byDefault = "{}")
        Packages packages,

        @Field(value = "Where the images come from.", byDefault = "{}")
        Images images,

        @Field("The proxy by which hosts reach packages, images and manifests.")
        Proxy proxy,

        @Field("Overlays onto what is given to kubeadm.") Kubeadm kubeadm,

        @Field(value = "What is looked at before hosts are prepared.", byDefault = "{}")
        Preflight preflight,

        @Field(value = "Stop work on this cluster, and start none.", byDefault = "false")
        Boolean paused) {

    /** Absent fields are read as their defaults, so that objects stored before a field existed can be read. */
    public ClusterSpec {
        provisioner = provisioner == null ? "kubeadm" : provisioner;
        workers = workers == null ? List.of() : List.copyOf(workers);
        network = network == null ? new Network(null, null, null, null, null) : network;
        packages = packages == null ? new Packages(null, null) : packages;
        images = images == null ? new Images(null, null, null, null) : images;
        kubeadm = kubeadm == null ? new Kubeadm(null, null, null, null, null, null) : kubeadm;
        preflight = preflight == null ? new Preflight(null) : preflight;
        paused = paused != null && paused;
    }

    /** The names of all hosts in the order of the spec, control plane first. */
    public List<String> hostNames() {
        List<String> names = new ArrayList<>(controlPlane.hosts());
        workers.forEach(pool -> names.addAll(pool.hosts()));
        return List.copyOf(names);
    }

    /** The API server's stable address: somebody's load balancer, or a virtual IP that the control planes serve. */
    @Field("The stable address of the API server: host or virtualIP.")
    public record Endpoint(
            @Field("DNS name or address of a load balancer that you have.")
            String host,

            @Field(
                    value = "Port of the API server there; by default 6443, with virtualIP 8443.",
                    minimum = 1,
                    maximum = 65535)
            Integer port,

            @Field(
                    "A free IPv4 address in the network of the control-plane hosts. One of them holds it (keepalived) and"
                            + " passes connections to every API server that answers (haproxy).")
            String virtualIP,

            @Field("Network interface that gets the virtual IP; by default the one with the host's node address.")
            String networkInterface,

            @Field(
                    value = "VRRP router id of the virtual IP, alone in its network; by default the last byte of the"
                            + " address.",
                    minimum = 1,
                    maximum = 255)
            Integer virtualRouterID) {
        /** The port of the API servers themselves. */
        public static final int API_PORT = 6443;

        private static final int VIRTUAL_PORT = 8443;

        /** Absent fields are read as their defaults. */
        public Endpoint {
            port = port != null ? port : virtualIP == null ? API_PORT : VIRTUAL_PORT;
            if (virtualIP != null && virtualRouterID == null) {
                virtualRouterID = Math.max(1, Integer.parseInt(virtualIP.substring(virtualIP.lastIndexOf('.') + 1)));
            }
        }

        /** What clients connect to: the name, or the virtual IP. */
        public String address() {
            return virtualIP == null ? host : virtualIP;
        }
    }

    /** The control-plane hosts. */
    @Field("The hosts that run the control plane.")
    public record ControlPlane(
            @Field(
                    value = "Names of Hosts: one, three or five. The first is where the cluster begins.",
                    required = true)
            List<String> hosts,

            @Field("Further DNS names and addresses for the API server's certificate.")
            List<String> certificateNames) {
        /** Absent lists are read as empty. */
        public ControlPlane {
            hosts = hosts == null ? List.of() : List.copyOf(hosts);
            certificateNames = certificateNames == null ? List.of() : List.copyOf(certificateNames);
        }

        /** Without further names in the certificate. */
        public ControlPlane(List<String> hosts) {
            this(hosts, null);
        }
    }

    /** A group of workers with the same labels and taints. */
    @Field("A group of workers with the same labels and taints.")
    public record WorkerPool(
            @Field(value = "Name of the group.", required = true, pattern = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
            String name,

            @Field(value = "Names of Hosts.", required = true)
            List<String> hosts,

            @Field("Labels of the nodes.") Map<String, String> labels,
            @Field("Taints of the nodes.") List<Taint> taints) {
        /** Absent maps and lists are read as empty. */
        public WorkerPool {
            hosts = hosts == null ? List.of() : List.copyOf(hosts);
            labels = labels == null ? Map.of() : Map.copyOf(labels);
            taints = taints == null ? List.of() : List.copyOf(taints);
        }
    }

    /** A taint as in a Node's spec. */
    @Field("A taint as in a Node's spec.")
    public record Taint(
            @Field(value = "Key of the taint.", required = true)
            String key,

            @Field("Value of the taint.") String value,

            @Field(
                    value = "What happens to pods that do not tolerate it.",
                    required = true,
                    oneOf = {"NoSchedule", "PreferNoSchedule", "NoExecute"})
            String effect) {}

    /** The cluster's network. */
    @Field("The cluster's network.")
    public record Network(
            @Field(
                    value = "The network plugin that is installed: flannel comes with KubeForge; with manifest you give"
                            + " one; with none you install one yourself, and the cluster is Ready when its nodes are.",
                    byDefault = "\"flannel\"",
                    oneOf = {"flannel", "manifest", "none"})
            String plugin,

            @Field("The manifest of your network plugin; its pods must use podSubnet.")
            NetworkManifest manifest,

            @Field(value = "Addresses of pods.", byDefault = "\"10.244.0.0/16\"")
            String podSubnet,

            @Field(value = "Addresses of Services.", byDefault = "\"10.96.0.0/12\"")
            String serviceSubnet,

            @Field(value = "DNS domain of the cluster.", byDefault = "\"cluster.local\"")
            String dnsDomain) {
        /** Absent fields are read as their defaults. */
        public Network {
            plugin = plugin == null ? "flannel" : plugin;
            podSubnet = podSubnet == null ? "10.244.0.0/16" : podSubnet;
            serviceSubnet = serviceSubnet == null ? "10.96.0.0/12" : serviceSubnet;
            dnsDomain = dnsDomain == null ? "cluster.local" : dnsDomain;
        }
    }

    /** A network plugin's manifest: in a ConfigMap, or at a URL. */
    @Field("A manifest: configMapRef, or url with sha256.")
    public record NetworkManifest(
            @Field("ConfigMap of the cluster's namespace whose values, in the order of their keys, are the manifest.")
            LocalRef configMapRef,

            @Field(
                    value = "Where the first control-plane host fetches the manifest.",
                    pattern = "^https?://[^\\s'\"\\\\]+$")
            String url,

            @Field(value = "SHA-256 of what the URL gives, in hex.", pattern = "^[0-9a-f]{64}$")
            String sha256) {}

    /** Where the packages come from. */
    @Field("Where the packages come from.")
    public record Packages(
            @Field(
                    value = "The package repository's address, laid out as pkgs.k8s.io: a mirror for sites without"
                            + " internet.",
                    byDefault = "\"https://pkgs.k8s.io\"",
                    pattern = "^https?://[^\\s'\"\\\\]+$")
            String repository,

            @Field(
                    value = "Package of the container runtime: containerd as the distribution has it, or"
                            + " containerd.io where a repository with it is set up on the hosts.",
                    byDefault = "\"containerd\"",
                    oneOf = {"containerd", "containerd.io"})
            String runtime) {
        /** Absent fields are read as their defaults. */
        public Packages {
            repository = repository == null ? "https://pkgs.k8s.io" : repository;
            runtime = runtime == null ? "containerd" : runtime;
        }
    }

    /** Where the images come from. */
    @Field("Where the images come from.")
    public record Images(
            @Field(
                    value = "Registry (and path) of the Kubernetes images.",
                    byDefault = "\"registry.k8s.io\"",
                    pattern = "^[a-zA-Z0-9][-a-zA-Z0-9._:/]*$")
            String registry,

            @Field("Mirrors that the container runtime asks before a registry.")
            List<Mirror> mirrors,

            @Field("Archives of images that each host imports, for sites without a registry.")
            List<Archive> archives,

            @Field("Secret of type kubernetes.io/dockerconfigjson in the cluster's namespace: user and password of each"
                    + " registry, or of each mirror, that asks for one.")
            LocalRef pullSecretRef) {
        /** Absent fields are read as their defaults. */
        public Images {
            registry = registry == null ? "registry.k8s.io" : registry;
            mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
            archives = archives == null ? List.of() : List.copyOf(archives);
        }
    }

    /** An archive of images. */
    @Field("An archive of images, as docker save, ctr images export or skopeo write it.")
    public record Archive(
            @Field(
                    value = "Where each host fetches it, or an absolute path on the hosts.",
                    required = true,
                    pattern = "^(https?://|/)[^\\s'\"\\\\]+$")
            String url,

            @Field(value = "SHA-256 of the archive, in hex.", required = true, pattern = "^[0-9a-f]{64}$")
            String sha256) {}

    /** A proxy. */
    @Field("The proxy by which hosts reach packages, images and manifests. Hosts reach each other without it.")
    public record Proxy(
            @Field(
                    value = "Address of the proxy, without user and password.",
                    required = true,
                    pattern = "^https?://[^\\s'\"\\\\@/]+/?$")
            String url,

            @Field("Names, domains (.example.org), addresses and subnets that are reached without it, beside the"
                    + " cluster's own.")
            List<String> noProxy) {
        /** An absent list is read as empty. */
        public Proxy {
            noProxy = noProxy == null ? List.of() : List.copyOf(noProxy);
        }
    }

    /** A mirror of a registry. */
    @Field("A mirror of a registry.")
    public record Mirror(
            @Field(
                    value = "The registry that is mirrored, e.g. registry.k8s.io.",
                    required = true,
                    pattern = "^[a-zA-Z0-9][-a-zA-Z0-9._:]*$")
            String registry,

            @Field(
                    value = "Address of the mirror, e.g. http://10.0.0.1:5000.",
                    required = true,
                    pattern = "^https?://[^\\s'\"\\\\]+$")
            String endpoint) {}

    /** What is looked at before hosts are prepared. */
    @Field("What is looked at before hosts are prepared.")
    public record Preflight(
            @Field("Checks whose findings are ignored, e.g. DiskSpace; docs/preflight.md lists them.")
            List<String> ignore) {
        /** An absent list is read as empty. */
        public Preflight {
            ignore = ignore == null ? List.of() : List.copyOf(ignore);
        }
    }

    /** Overlays onto kubeadm's documents. */
    @Field("Overlays onto what is given to kubeadm.")
    public record Kubeadm(
            @Field("Preflight checks of kubeadm whose errors are ignored, e.g. NumCPU.")
            List<String> ignorePreflightErrors,

            @Field(value = "Merged over the ClusterConfiguration (kubeadm v1beta4).", free = true)
            Map<String, Object> clusterConfiguration,

            @Field(value = "Merged over the KubeletConfiguration.", free = true)
            Map<String, Object> kubeletConfiguration,

            @Field(
                    value = "Merged over the InitConfiguration of the first control plane (kubeadm v1beta4).",
                    free = true)
            Map<String, Object> initConfiguration,

            @Field(value = "Merged over the JoinConfiguration of every other host (kubeadm v1beta4).", free = true)
            Map<String, Object> joinConfiguration,

            @Field(value = "Merged over the KubeProxyConfiguration.", free = true)
            Map<String, Object> kubeProxyConfiguration) {
        /** Absent maps and lists are read as empty. */
        public Kubeadm {
            ignorePreflightErrors = ignorePreflightErrors == null ? List.of() : List.copyOf(ignorePreflightErrors);
            clusterConfiguration = copy(clusterConfiguration);
            kubeletConfiguration = copy(kubeletConfiguration);
            initConfiguration = copy(initConfiguration);
            joinConfiguration = copy(joinConfiguration);
            kubeProxyConfiguration = copy(kubeProxyConfiguration);
        }

        /** Unlike {@link Map#copyOf} it lets nulls be, which an overlay may hold: they are nobody's but kubeadm's. */
        private static Map<String, Object> copy(Map<String, Object> overlay) {
            return overlay == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(overlay));
        }
    }
}
