package io.kubeforge.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of {@link ArchitectureTest} is broken on purpose by a class that is compiled here, and must say so. */
class BreachTest {
    /** The field of the rule, and one class that breaks it. */
    private static final Map<String, List<Breach>> BREACHES = Map.ofEntries(
            Map.entry(
                    "workflowsKnowOnlyModelAndTemporal",
                    List.of(new Breach("io.kubeforge.workflows", "Object o = new java.util.concurrent.Semaphore(1);"))),
            Map.entry(
                    "workflowsHaveNoClockChanceOrThread",
                    List.of(
                            new Breach("io.kubeforge.workflows", "Object o = java.util.UUID.randomUUID();"),
                            new Breach("io.kubeforge.workflows", "Object o = java.time.Instant.now();"),
                            new Breach("io.kubeforge.workflows", "Object o = new java.util.Random();"),
                            new Breach("io.kubeforge.workflows", "long now = System.currentTimeMillis();"),
                            new Breach("io.kubeforge.workflows", "long now = System.nanoTime();"),
                            new Breach("io.kubeforge.workflows", "double chance = Math.random();"))),
            Map.entry(
                    "onlySshSeesJsch",
                    List.of(new Breach("io.kubeforge.activities.provisioner", "com.jcraft.jsch.JSch jsch;"))),
            Map.entry(
                    "sshAndProvisionersKnowNeitherTemporalNorTheStore",
                    List.of(
                            new Breach("io.kubeforge.activities.ssh", "io.temporal.activity.Activity temporal;"),
                            new Breach("io.kubeforge.activities.provisioner", "io.kubeforge.store.StepLog log;"))),
            Map.entry(
                    "apiKnowsNoActivities",
                    List.of(new Breach("io.kubeforge.api.http", "io.kubeforge.activities.StepSession session;"))),
            Map.entry(
                    "onlyApiTemporalKnowsTemporal",
                    List.of(new Breach("io.kubeforge.api.http", "io.temporal.client.WorkflowClient client;"))),
            Map.entry(
                    "modelKnowsNothingOfUs",
                    List.of(
                            new Breach("io.kubeforge.model.kind", "io.kubeforge.store.StepLog log;"),
                            new Breach("io.kubeforge.model.plan", "io.temporal.activity.Activity temporal;"))),
            Map.entry(
                    "onlyTheStoreSeesJdbc",
                    List.of(new Breach("io.kubeforge.api.http", "java.sql.Connection connection;"))),
            Map.entry(
                    "theSimulatorKnowsNothingOfUs",
                    List.of(new Breach("io.kubeforge.simulator.host", "io.kubeforge.model.kind.Host host;"))),
            Map.entry(
                    "anImplOnlyImplementsATemporalContract",
                    List.of(new Breach("io.kubeforge.store", "class RuleImpl {}"))),
            Map.entry(
                    "nobodyPrintsButTheLaunchers",
                    List.of(new Breach("io.kubeforge.worker", "void print() { System.out.println(); }"))),
            Map.entry(
                    "nobodyThrowsGenericExceptions",
                    List.of(new Breach("io.kubeforge.store", "void fail() { throw new RuntimeException(); }"))),
            Map.entry(
                    "nothingIsInjectedIntoFields",
                    List.of(new Breach("io.kubeforge.store", "@jakarta.inject.Inject Object field;"))));

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> theRuleNoticesItsBreach() {
        return BREACHES.entrySet().stream()
                .flatMap(rule -> rule.getValue().stream()
                        .map(breach -> DynamicTest.dynamicTest(
                                rule.getKey() + ": " + breach.member(), () -> assertNoticed(rule.getKey(), breach))))
                .toList();
    }

    @Test
    void packageCyclesAreNoticed() throws Exception {
        Breach there = new Breach("io.kubeforge.store.there", "io.kubeforge.store.back.Breach other;");
        Breach back = new Breach("io.kubeforge.store.back", "io.kubeforge.store.there.Breach other;");
        assertTrue(breaks("noPackageCycles", there, back));
    }

    @Test
    void everyRuleIsBrokenHere() {
        TreeSet<String> broken = new TreeSet<>(BREACHES.keySet());
        broken.add("noPackageCycles");
        List<String> rules = Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .map(java.lang.reflect.Field::getName)
                .sorted()
                .toList();
        assertEquals(rules, List.copyOf(broken));
    }

    private void assertNoticed(String rule, Breach breach) throws Exception {
        assertTrue(breaks(rule, breach), rule + " does not notice: " + breach.source());
    }

    private boolean breaks(String rule, Breach... breaches) throws Exception {
        Path classes = compiled(breaches);
        ArchRule checked =
                (ArchRule) ArchitectureTest.class.getDeclaredField(rule).get(null);
        return checked.allowEmptyShould(true)
                .evaluate(new ClassFileImporter().importPath(classes))
                .hasViolation();
    }

    private Path compiled(Breach... breaches) throws IOException {
        Path sources = Files.createTempDirectory(folder, "sources");
        Path classes = Files.createTempDirectory(folder, "classes");
        String[] arguments = {"-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", "" + classes
        };
        int options = arguments.length;
        arguments = Arrays.copyOf(arguments, options + breaches.length);
        for (int i = 0; i < breaches.length; i++) {
            Path file = Files.createDirectories(sources.resolve(breaches[i].folder()))
                    .resolve("Breach.java");
            Files.writeString(file, breaches[i].source());
            arguments[options + i] = file.toString();
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
        return classes;
    }

    /** A class in this package with this member. */
    private record Breach(String folder, String member) {
        private Breach {
            folder = folder.replace('.', '/');
        }

        private String source() {
            return "package " + folder.replace('/', '.') + ";\npublic class Breach {\n    " + member + "\n}\n";
        }
    }
}
