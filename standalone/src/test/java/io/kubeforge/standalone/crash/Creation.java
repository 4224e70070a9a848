package io.kubeforge.standalone.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.simulator.Inventory;
import io.kubeforge.simulator.Simulation;
import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.simulator.host.Trap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One cluster that is made on simulated hosts of its own. */
final class Creation implements AutoCloseable {
    private static final double SPEED = 40;
    private static final String VIRTUAL_IP = "192.0.2.9";

    private final Shape shape;
    private final Simulation simulation;
    private final Order order;

    /** Fresh hosts, that nobody knows of yet. */
    Creation(Topology topology, Shape shape, String name, Path folder) {
        this.shape = shape;
        this.simulation = Simulation.start(folder, shape.hosts().size(), SPEED);
        ObjectNode overlay = new ObjectMapper().createObjectNode();
        if (shape.controlPlanes() > 1) {
            overlay.putObject("endpoint").put("virtualIP", VIRTUAL_IP);
        }
        this.order = new Order(topology, shape, name, places(name), overlay);
    }

    private Map<String, Order.Place> places(String name) {
        Inventory inventory = simulation.inventory();
        Map<String, Order.Place> places = new HashMap<>();
        for (String host : shape.hosts()) {
            Inventory.Host simulated = inventory.hosts().stream()
                    .filter(each -> each.name().equals(shape.simulated(host)))
                    .findFirst()
                    .orElseThrow();
            places.put(
                    host,
                    new Order.Place(
                            name + "-" + host,
                            simulated.address(),
                            simulated.port(),
                            inventory.user(),
                            Path.of(inventory.keyFile())));
        }
        return places;
    }

    /** Holds the operation of this point when it comes. */
    Trap trap(Point point) {
        RemoteOperation operation = point.operation();
        return simulation.trap(
                shape.simulated(operation.host()), operation.script(), operation.occurrence(), point.moment());
    }

    /** Orders the cluster. */
    void order() {
        order.give();
    }

    /** Whether the user is told that it is Ready. */
    boolean ready() {
        return order.ready();
    }

    /** Whether nothing is left to do: its Operation succeeded, its workflows ended, and nothing runs on its hosts. */
    boolean settled() {
        return order.settled()
                && shape.hosts().stream()
                        .noneMatch(host ->
                                simulation.running(shape.simulated(host)).isPresent());
    }

    /** Drops the connections to a host; it can be reached again at once. */
    void cut(String host) {
        simulation.cut(shape.simulated(host));
        simulation.heal(shape.simulated(host));
    }

    /** Takes a host's power and gives it back. */
    void reboot(String host) {
        simulation.off(shape.simulated(host));
        simulation.on(shape.simulated(host));
    }

    /** What was played on a host, in the order of its ends. */
    List<Played> log(String host) {
        return simulation.log(shape.simulated(host));
    }

    /** What the hosts say of it. */
    Verdict verdict() {
        return Verdict.of(Evidence.of(shape, simulation));
    }

    /** What the user is told, for a report of a failure. */
    String conditions() {
        return order.conditions();
    }

    /** Ends its hosts. */
    @Override
    public void close() {
        simulation.close();
    }
}
