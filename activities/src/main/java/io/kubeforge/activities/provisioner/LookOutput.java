package io.kubeforge.activities.provisioner;

import java.util.List;
import java.util.stream.Stream;

/** The {@code key=value} lines that a look prints; a missing key is an empty value. */
record LookOutput(List<Line> lines) {
    /** Other lines are ignored: a look may say more than is understood here. */
    static LookOutput parse(String output) {
        return new LookOutput(output.lines()
                .filter(line -> line.indexOf('=') > 0)
                .map(line -> new Line(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)))
                .toList());
    }

    String one(String key) {
        return values(key).findFirst().orElse("");
    }

    List<String> all(String key) {
        return values(key).toList();
    }

    boolean yes(String key) {
        return one(key).equals("yes");
    }

    private Stream<String> values(String key) {
        return lines.stream().filter(line -> line.key().equals(key)).map(Line::value);
    }

    /** One line. */
    record Line(String key, String value) {}
}
