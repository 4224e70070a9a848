package io.kubeforge.standalone.crash;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How many control planes and workers a cluster has. */
record Shape(int controlPlanes, int workers) {
    private static final Pattern TEXT = Pattern.compile("([1-9])\\+([0-9]+)");

    /** Reads {@code 3+2}. */
    static Shape parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "The shape \"" + text + "\" is not understood; write control planes and workers as 3+2.");
        }
        return new Shape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** cp-1, … */
    List<String> controlPlaneHosts() {
        return names("cp-", controlPlanes);
    }

    /** w-1, … */
    List<String> workerHosts() {
        return names("w-", workers);
    }

    /** All of them, in the order of the simulated hosts. */
    List<String> hosts() {
        return Stream.concat(controlPlaneHosts().stream(), workerHosts().stream())
                .toList();
    }

    /** The simulated host that plays this one. */
    String simulated(String host) {
        return "sim-" + (hosts().indexOf(host) + 1);
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }

    @Override
    public String toString() {
        return controlPlanes + "+" + workers;
    }
}
