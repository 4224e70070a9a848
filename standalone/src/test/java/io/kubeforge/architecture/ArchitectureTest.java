package io.kubeforge.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Random;

/** The borders of the house (docs/architecture.md, "Rules a build checks"). Widen one only with an ADR. */
@AnalyzeClasses(packages = "io.kubeforge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int FEWEST_CLASSES = 200;

    @ArchTest
    static void enoughClassesAreScanned(JavaClasses all) {
        assertTrue(all.size() >= FEWEST_CLASSES, "only " + all.size() + " classes were found: the rules prove nothing");
    }

    @ArchTest
    static final ArchRule workflowsKnowOnlyModelAndTemporal = classes()
            .that()
            .resideInAPackage("io.kubeforge.workflows")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.kubeforge.workflows..",
                    "io.kubeforge.model..",
                    "io.temporal..",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.time..",
                    "org.slf4j.."));

    @ArchTest
    static final ArchRule workflowsHaveNoClockChanceOrThread = noClasses()
            .that()
            .resideInAPackage("io.kubeforge.workflows")
            .should()
            .dependOnClassesThat(nameMatching(
                            "java\\.lang\\.Thread|java\\.util\\.(UUID|Timer|Date)|java\\.time\\.(Clock|Instant|LocalDateTime)")
                    .as("a clock, chance or a thread"))
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule onlySshSeesJsch = noClasses()
            .that()
            .resideOutsideOfPackage("io.kubeforge.activities.ssh..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.jcraft.jsch..");

    @ArchTest
    static final ArchRule sshAndProvisionersKnowNeitherTemporalNorTheStore = noClasses()
            .that()
            .resideInAnyPackage("io.kubeforge.activities.ssh..", "io.kubeforge.activities.provisioner..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.temporal..", "io.kubeforge.store..", "io.kubeforge.workflows..");

    @ArchTest
    static final ArchRule apiKnowsNoActivities = noClasses()
            .that()
            .resideInAPackage("io.kubeforge.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.kubeforge.activities..");

    @ArchTest
    static final ArchRule onlyApiTemporalKnowsTemporal = noClasses()
            .that()
            .resideInAPackage("io.kubeforge.api..")
            .and()
            .resideOutsideOfPackage("io.kubeforge.api.temporal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..");

    @ArchTest
    static final ArchRule modelKnowsNothingOfUs = noClasses()
            .that()
            .resideInAPackage("io.kubeforge.model..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.kubeforge..")
                    .and(not(resideInAPackage("io.kubeforge.model..")))
                    .or(resideInAnyPackage("io.temporal..", "io.micronaut..", "java.sql..", "java.net.http..")));

    @ArchTest
    static final ArchRule onlyTheStoreSeesJdbc = noClasses()
            .that()
            .resideOutsideOfPackages("io.kubeforge.store..", "io.kubeforge.standalone..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule theSimulatorKnowsNothingOfUs = noClasses()
            .that()
            .resideInAPackage("io.kubeforge.simulator..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.kubeforge..").and(not(resideInAPackage("io.kubeforge.simulator.."))));

    @ArchTest
    static final ArchRule anImplOnlyImplementsATemporalContract =
            classes().that().haveSimpleNameEndingWith("Impl").should(implementATemporalContract());

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching("io.kubeforge.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyPrintsButTheLaunchers = noClasses()
            .that()
            .resideOutsideOfPackages("io.kubeforge.standalone..", "io.kubeforge.simulator..")
            .and()
            .doNotHaveSimpleName("AdminKubeconfigCommand")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nobodyThrowsGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields().should().beAnnotatedWith("jakarta.inject.Inject");

    private static ArchCondition<JavaClass> implementATemporalContract() {
        return new ArchCondition<>("implement a Temporal contract") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean implementsOne = item.getAllRawInterfaces().stream()
                        .filter(INTERFACES)
                        .anyMatch(contract -> contract.isAnnotatedWith("io.temporal.workflow.WorkflowInterface")
                                || contract.isAnnotatedWith("io.temporal.activity.ActivityInterface"));
                events.add(new SimpleConditionEvent(
                        item, implementsOne, item.getName() + " implements no Temporal contract"));
            }
        };
    }
}
