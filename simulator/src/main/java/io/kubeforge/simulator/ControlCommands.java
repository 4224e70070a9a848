package io.kubeforge.simulator;

import io.kubeforge.simulator.host.PlayLog.Played;
import io.kubeforge.simulator.host.Trap;
import io.kubeforge.simulator.state.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What can be asked of a simulation in words. */
final class ControlCommands {
    static final String USAGE = """
            list                                     hosts with their ports, and whether they are on, cut or off
            off HOST                                 power off at once: what runs is lost
            on HOST                                  boot
            cut HOST, heal HOST                      drop SSH and refuse it; what runs goes on
            fail HOST SCRIPT EXITCODE TEXT [TIMES]   the next runs of SCRIPT end so (0 times: no more)
            slow HOST FACTOR                         everything takes FACTOR times as long
            rekey HOST                               another host key
            authorize HOST KEYFILE|none|own          whose public key is let in
            nosudo HOST, sudo HOST                   whether users other than root may use sudo
            cpus HOST N, memory HOST MIB             how big the host is
            disk HOST MIB                            how much space is free
            cgroup HOST v1|v2                        the version of control groups
            clock HOST SECONDS                       how far the clock is ahead
            listen HOST PORT PROGRAM|none            somebody's own program on a port
            wall HOST, unwall HOST                   a firewall drops what other hosts send
            twin HOST OTHER|none                     a clone: with the other's machine-id
            os HOST debian|ubuntu|opensuse|darwin    another operating system
            trap HOST SCRIPT N MOMENT                hold the Nth run of SCRIPT from now at begin, at end, or at a beat
            traps HOST                               the traps: script, run, beat, and whether it is set, holds or is released
            release HOST                             let go what the host's traps hold
            running HOST                             what runs detached, as OPERATION/TRY
            last SCRIPT SECONDS                      from now on SCRIPT takes so much longer on all hosts, at any speed
            connections                              how often somebody logged in to each host since the start
            log HOST                                 what was played: script, start, end, exit code
            """;

    private ControlCommands() {}

    /** Does it, and answers with what there is to print. */
    static String run(Simulation simulation, List<String> words) {
        String command = words.isEmpty() ? "" : words.get(0);
        if (command.equals("list") && words.size() == 1) {
            return list(simulation);
        }
        if (command.equals("connections") && words.size() == 1) {
            return connections(simulation);
        }
        if (words.size() < 2) {
            throw misunderstood();
        }
        if (command.equals("last")) {
            last(simulation, words.subList(1, words.size()));
            return "";
        }
        String host = words.get(1);
        List<String> rest = words.subList(2, words.size());
        if (rest.isEmpty()) {
            return withoutArguments(simulation, command, host);
        }
        switch (command) {
            case "fail" -> fail(simulation, host, rest);
            case "slow" -> simulation.slow(host, Double.parseDouble(only(rest)));
            case "trap" -> trap(simulation, host, rest);
            case "authorize" -> authorize(simulation, host, only(rest));
            case "os" -> simulation.os(host, only(rest));
            case "twin" -> simulation.twin(host, only(rest));
            default -> simulation.body(host, body -> built(body, command, rest));
        }
        return "";
    }

    private static Body built(Body body, String command, List<String> rest) {
        return switch (command) {
            case "cpus" -> body.withCpus(Integer.parseInt(only(rest)));
            case "memory" -> body.withMemoryMib(Long.parseLong(only(rest)));
            case "disk" -> body.withFreeDiskMib(Long.parseLong(only(rest)));
            case "cgroup" -> body.withCgroup(only(rest));
            case "clock" -> body.withClockAheadSeconds(Long.parseLong(only(rest)));
            case "listen" -> body.withPort(Integer.parseInt(rest.get(0)), only(rest.subList(1, rest.size())));
            default -> throw misunderstood();
        };
    }

    private static String withoutArguments(Simulation simulation, String command, String host) {
        switch (command) {
            case "off" -> simulation.off(host);
            case "on" -> simulation.on(host);
            case "cut" -> simulation.cut(host);
            case "heal" -> simulation.heal(host);
            case "rekey" -> simulation.rekey(host);
            case "sudo" -> simulation.sudo(host, true);
            case "nosudo" -> simulation.sudo(host, false);
            case "release" -> simulation.traps(host).forEach(Trap::release);
            case "traps" -> {
                return simulation.traps(host).stream().map(Trap::toString).collect(Collectors.joining("\n"));
            }
            case "running" -> {
                return simulation.running(host).orElse("");
            }
            case "wall" -> simulation.body(host, body -> body.withWall(true));
            case "unwall" -> simulation.body(host, body -> body.withWall(false));
            case "log" -> {
                return log(simulation.log(host));
            }
            default -> throw misunderstood();
        }
        return "";
    }

    private static void last(Simulation simulation, List<String> words) {
        if (words.size() != 2) {
            throw misunderstood();
        }
        simulation.last(words.get(0), Duration.ofMillis(Math.round(Double.parseDouble(words.get(1)) * 1000)));
    }

    private static void fail(Simulation simulation, String host, List<String> rest) {
        if (rest.size() < 3 || rest.size() > 4) {
            throw misunderstood();
        }
        int times = rest.size() == 4 ? Integer.parseInt(rest.get(3)) : 1;
        simulation.fail(host, rest.get(0), Integer.parseInt(rest.get(1)), rest.get(2), times);
    }

    private static void trap(Simulation simulation, String host, List<String> rest) {
        if (rest.size() != 3) {
            throw misunderstood();
        }
        Trap.Moment moment = Trap.Moment.parse(rest.get(2));
        simulation.trap(host, rest.get(0), Integer.parseInt(rest.get(1)), moment);
    }

    private static void authorize(Simulation simulation, String host, String key) {
        switch (key) {
            case "none" -> simulation.authorize(host, "");
            case "own" -> simulation.authorize(host, null);
            default -> simulation.authorize(host, read(Path.of(key)));
        }
    }

    private static String read(Path keyFile) {
        try {
            return Files.readString(keyFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator cannot read the public key in " + keyFile + ".", e);
        }
    }

    private static String list(Simulation simulation) {
        return simulation.inventory().hosts().stream()
                .map(host ->
                        host.name() + " " + host.address() + ":" + host.port() + " " + simulation.power(host.name()))
                .collect(Collectors.joining("\n"));
    }

    private static String connections(Simulation simulation) {
        return simulation.hostNames().stream()
                .map(host -> host + " " + simulation.connections(host))
                .collect(Collectors.joining("\n"));
    }

    private static String log(List<Played> played) {
        return played.stream()
                .map(each -> each.start() + " " + each.end() + " " + each.script() + " "
                        + (each.exitCode() == null ? "-" : each.exitCode()))
                .collect(Collectors.joining("\n"));
    }

    private static String only(List<String> words) {
        if (words.size() != 1) {
            throw misunderstood();
        }
        return words.get(0);
    }

    private static IllegalArgumentException misunderstood() {
        return new IllegalArgumentException("This is not understood; known are:\n" + USAGE.stripTrailing());
    }
}
