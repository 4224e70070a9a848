package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.ScriptFailure;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which packages the simulated package repositories have. */
final class PackageRepository {
    private static final Pattern VERSION = Pattern.compile("1\\.(\\d{1,3})\\.(\\d{1,3})");
    /** Minor to its newest patch. */
    private static final Map<Integer, Integer> PATCHES = Map.of(31, 14, 32, 13, 33, 12, 34, 8, 35, 6, 36, 4, 37, 1);

    private static final Map<String, String> DEBIAN = Map.of(
            "ca-certificates",
            "20230311+deb12u1",
            "conntrack",
            "1:1.4.7-1+b2",
            "containerd",
            "1.6.20~ds1-1+deb12u1",
            "containerd.io",
            "2.4.2-1~debian.12~bookworm",
            "curl",
            "7.88.1-10+deb12u12",
            "ethtool",
            "1:6.1-1",
            "iptables",
            "1.8.9-2",
            "openssl",
            "3.0.17-1~deb12u2",
            "socat",
            "1.7.4.4-2");

    private PackageRepository() {}

    /** Fails as the script does when there is no repository for this minor. */
    static void requireRepository(String version, String repository) {
        if (newest(version) < 0) {
            throw new ScriptFailure(
                    5,
                    "curl: (22) The requested URL returned error: 403\nThe package repository " + repository
                            + " cannot be reached from this host (Release.key, see the line above).");
        }
    }

    /** Fails as the script does when the repository lacks this version. */
    static void requireVersion(String version, String repository) {
        String[] parts = version.split("\\.");
        int newest = newest(version);
        if (Integer.parseInt(parts[2]) > newest) {
            throw new ScriptFailure(
                    8,
                    "E: Version '" + version + "-*' for 'kubelet' was not found\nKubernetes " + version
                            + " is not in the package repository " + repository + ". It has: "
                            + offered(parts[1], newest));
        }
    }

    private static int newest(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? PATCHES.getOrDefault(Integer.parseInt(matcher.group(1)), -1) : -1;
    }

    private static String offered(String minor, int newest) {
        return IntStream.iterate(newest, patch -> patch >= 0, patch -> patch - 1)
                .mapToObj(patch -> "1." + minor + "." + patch + "-1.1")
                .limit(10)
                .collect(Collectors.joining(" ", "", " "));
    }

    /** The version of one of the distribution's packages. */
    static String versionOf(String name) {
        return DEBIAN.get(name);
    }
}
