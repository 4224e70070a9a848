package io.kubeforge.standalone.crash;

import io.kubeforge.simulator.host.Trap.Moment;
import java.util.List;
import java.util.stream.IntStream;

/** One fault at one remote operation. */
record Point(RemoteOperation operation, Fault fault, Moment moment) {
    /** At the moment that belongs to the fault. */
    static Point of(RemoteOperation operation, Fault fault) {
        return new Point(operation, fault, fault.momentOf(operation.beats()));
    }

    /** Reads {@code kubeadm-init@cp-1:worker-killed}, or {@code kubeadm-init+7@cp-1:worker-killed} for its 7th beat. */
    static Point parse(String name, List<RemoteOperation> known) {
        int colon = name.lastIndexOf(':');
        int at = name.indexOf('@');
        if (colon < 0 || at < 0) {
            throw new IllegalArgumentException(
                    "The point \"" + name + "\" is not understood; write it as kubeadm-init@cp-1:worker-killed.");
        }
        int plus = name.indexOf('+');
        boolean exact = plus >= 0 && plus < at;
        String operation = exact ? name.substring(0, plus) + name.substring(at, colon) : name.substring(0, colon);
        Fault fault = Fault.of(name.substring(colon + 1));
        RemoteOperation found = known.stream()
                .filter(each -> each.name().equals(operation))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("A creation has no remote operation \"" + operation
                        + "\"; it has "
                        + known.stream().map(RemoteOperation::name).toList() + "."));
        return exact ? new Point(found, fault, Moment.parse(name.substring(plus + 1, at))) : of(found, fault);
    }

    /** The same, and {@code kubeadm-init+*@cp-1:host-rebooted} for all beats, begin and end. */
    static List<Point> parseAll(String name, List<RemoteOperation> known) {
        if (!name.contains("+*@")) {
            return List.of(parse(name, known));
        }
        Point any = parse(name.replace("+*@", "@"), known);
        IntStream beats = IntStream.rangeClosed(0, any.operation().beats());
        return IntStream.concat(beats, IntStream.of(Moment.END.beat()))
                .mapToObj(beat -> new Point(any.operation(), any.fault(), new Moment(beat)))
                .toList();
    }

    /** How it is asked for. */
    String name() {
        Moment usual = fault.momentOf(operation.beats());
        String script = operation.name();
        if (!usual.equals(moment)) {
            script = script.replace("@", "+" + moment + "@");
        }
        return script + ":" + fault.label();
    }
}
