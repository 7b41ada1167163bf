package dev.connectors.whatsapp.operator;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The arrows between packages, and what the pure ones do not do. */
class ArchitectureTest {
    private static final String ROOT = "dev.connectors.whatsapp.operator";

    /** Which packages of the operator each may know; the root puts them together and may know all. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "api", Set.of(),
            "assignment", Set.of("api"),
            "connector", Set.of("api", "assignment"),
            "planner", Set.of("api", "assignment", "connector"),
            "manifests", Set.of("api", "assignment"),
            "account", Set.of("api", "assignment", "connector", "planner"),
            "pool", Set.of("api", "assignment", "connector", "planner", "manifests"));

    private static final JavaClasses CLASSES = importClasses();

    static Stream<String> packages() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageKnowsOnlyThoseBelowIt(String name) {
        knowsOnly(name, MAY_KNOW.getOrDefault(name, Set.of())).check(CLASSES);
    }

    @Test
    void everyPackageHasItsArrows() {
        var names = CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1));

        assertThat(names).isSubsetOf(MAY_KNOW.keySet()).containsAll(MAY_KNOW.keySet());
    }

    @Test
    void noPackagesKnowEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void plannerAndManifestsReachNothingOutside() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".planner..", ROOT + ".manifests..", ROOT + ".assignment..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8.kubernetes.client", "java.net..", "java.io..", "java.nio.file..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void nobodyAsksTheMachineForTheTime() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void aForbiddenArrowIsFound() {
        assertThat(knowsOnly("planner", Set.of()).evaluate(CLASSES).hasViolation())
                .isTrue();
    }

    private static JavaClasses importClasses() {
        // The rules need no more of other libraries' classes than their names.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    private static ArchRule knowsOnly(String name, Set<String> others) {
        var allowed = Stream.concat(Stream.of(name), others.stream())
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed)));
    }
}
