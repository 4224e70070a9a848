package io.kubeforge.simulator.play;

import java.util.Arrays;
import java.util.List;

/** Operating systems that a simulated host can claim to have. */
public enum Distribution {
    /** What hosts have at first. */
    DEBIAN("Debian GNU/Linux 12 (bookworm)", "debian", "", "6.1.0-37-amd64", true),
    /** Another one that is supported. */
    UBUNTU("Ubuntu 24.04.2 LTS", "ubuntu", "debian", "6.8.0-60-generic", true),
    /** Linux that is not supported. */
    OPENSUSE("openSUSE Leap 15.6", "opensuse-leap", "suse opensuse", "6.4.0-150600.23-default", true),
    /** No Linux at all. */
    DARWIN("", "", "", "24.5.0", false);

    private final String title;
    private final String id;
    private final String like;
    private final String kernel;
    private final boolean systemd;

    Distribution(String title, String id, String like, String kernel, boolean systemd) {
        this.title = title;
        this.id = id;
        this.like = like;
        this.kernel = kernel;
        this.systemd = systemd;
    }

    /** The one of this name. */
    public static Distribution of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no operating system \"" + name + "\" to simulate; known are " + List.of(values())));
    }

    String title() {
        return title;
    }

    String id() {
        return id;
    }

    String like() {
        return like;
    }

    String kernel() {
        return kernel;
    }

    boolean systemd() {
        return systemd;
    }

    boolean apt() {
        return this == DEBIAN || this == UBUNTU;
    }
}
