package io.os199.cs.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The architecture as rules: which packages may use which, and what no code does. Each module runs them on the
 * classes that it sees. The table of edges is the one in {@code ARCHITECTURE.md}.
 */
public final class ArchitectureRules {
    private static final String BASE = "io.os199.cs.";

    /** The features that each feature of {@code common} may use besides itself, {@code jobs} and {@code platform}. */
    private static final Map<String, Set<String>> EDGES =
            Map.of(
                    "core", Set.of(),
                    "usage", Set.of("core"),
                    "health", Set.of("core", "usage"),
                    "support", Set.of("core"),
                    "communication", Set.of("core", "support"),
                    "retention", Set.of("core", "usage", "health", "support", "communication"),
                    "expansion", Set.of("core", "usage", "health", "retention"),
                    "onboarding", Set.of("core", "usage", "support", "communication"),
                    "feedback",
                            Set.of(
                                    "core",
                                    "usage",
                                    "health",
                                    "onboarding",
                                    "communication",
                                    "retention",
                                    "expansion"));

    private static final Set<String> BANNED_NAMES =
            Set.of("Util", "Utils", "Helper", "Manager", "Impl");

    private ArchitectureRules() {}

    /** Returns the main classes of this project on the class path. */
    public static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.os199.cs");
    }

    /** Returns every rule that holds in all modules. */
    public static List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>(featureEdges());
        rules.add(
                slices().matching("io.os199.cs.(**)")
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true));
        rules.add(
                classes()
                        .that()
                        .resideInAPackage(BASE + "*.model..")
                        .should()
                        .onlyDependOnClassesThat(
                                resideInAnyPackage(
                                        "java..",
                                        "org.jspecify..",
                                        "com.fasterxml.jackson.annotation..",
                                        BASE + "*.model..",
                                        BASE + "platform.text..",
                                        BASE + "platform.json.."))
                        .because("a model is records and pure rules")
                        .allowEmptyShould(true));
        rules.add(onlyIn("io.modelcontextprotocol..", "api.mcp"));
        rules.add(onlyIn("com.nimbusds..", "api.oauth"));
        rules.add(
                onlyIn(
                        "java.net.http..",
                        "api.oauth",
                        "platform.http",
                        "quickstart",
                        "benchmarks"));
        rules.add(onlyIn("org.jobrunr..", "jobs", "worker", "benchmarks"));
        rules.add(onlyIn("redis.clients..", "platform.cache"));
        rules.add(onlyIn("io.github.resilience4j..", "platform.http"));
        rules.add(onlyIn("software.amazon..", "platform.secrets.source"));
        rules.add(onlyIn("io.github.jopenlibs..", "platform.secrets.source"));
        rules.add(
                onlyIn(
                        "jakarta.servlet..",
                        "api",
                        "api.mcp",
                        "api.security",
                        "api.web",
                        "platform.metrics"));
        rules.add(databaseOnlyInDaos());
        rules.add(demoKnowsNoFeature());
        rules.addAll(timeIsInjected());
        rules.add(
                noClasses()
                        .should()
                        .haveNameMatching(".*(" + String.join("|", BANNED_NAMES) + ")")
                        .because("a name says what a thing is"));
        rules.add(
                fields().that()
                        .areStatic()
                        .and()
                        .doNotHaveModifier(JavaModifier.SYNTHETIC)
                        .should()
                        .beFinal());
        return rules;
    }

    /** Returns the packages of {@code classes} that are not {@code @NullMarked}. */
    public static Set<String> packagesWithoutNullness(JavaClasses classes) {
        Set<String> missing = new TreeSet<>();
        for (JavaClass each : classes) {
            if (!each.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                missing.add(each.getPackageName());
            }
        }
        return missing;
    }

    /** Integrations are adapters for what features require, and only the code that assembles everything knows them. */
    private static List<ArchRule> integrationEdges() {
        return List.of(
                noClasses()
                        .that()
                        .resideInAPackage(BASE + "integration..")
                        .should()
                        .dependOnClassesThat(
                                describe(
                                        "are ours, and none of those that an adapter may use",
                                        (JavaClass each) ->
                                                each.getName().startsWith(BASE)
                                                        && !resideInAnyPackage(
                                                                        BASE + "integration..",
                                                                        BASE + "platform..",
                                                                        BASE + "communication..",
                                                                        BASE + "core..",
                                                                        BASE + "support..",
                                                                        BASE + "usage..")
                                                                .test(each))),
                noClasses()
                        .that()
                        .resideInAPackage("io.os199.cs..")
                        .and()
                        .resideOutsideOfPackages(
                                BASE + "integration..",
                                BASE + "assembly",
                                BASE + "api",
                                BASE + "api.web",
                                BASE + "worker")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(BASE + "integration.."));
    }

    private static List<ArchRule> featureEdges() {
        List<ArchRule> rules = new ArrayList<>(integrationEdges());
        new TreeMap<>(EDGES)
                .forEach(
                        (feature, used) -> {
                            String[] forbidden =
                                    EDGES.keySet().stream()
                                            .filter(each -> !each.equals(feature))
                                            .filter(each -> !used.contains(each))
                                            .map(each -> BASE + each + "..")
                                            .toArray(String[]::new);
                            rules.add(
                                    noClasses()
                                            .that()
                                            .resideInAPackage(BASE + feature + "..")
                                            .should()
                                            .dependOnClassesThat()
                                            .resideInAnyPackage(forbidden)
                                            .allowEmptyShould(true));
                            rules.add(
                                    noClasses()
                                            .that()
                                            .resideInAPackage(BASE + feature + "..")
                                            .should()
                                            .dependOnClassesThat()
                                            .resideInAnyPackage(
                                                    BASE + "api..",
                                                    BASE + "worker..",
                                                    BASE + "assembly..",
                                                    BASE + "ingest..",
                                                    BASE + "person..",
                                                    BASE + "integration..")
                                            .allowEmptyShould(true));
                        });
        rules.add(
                noClasses()
                        .that()
                        .resideInAnyPackage(BASE + "platform..", BASE + "jobs..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                EDGES.keySet().stream()
                                        .map(feature -> BASE + feature + "..")
                                        .toArray(String[]::new)));
        return rules;
    }

    private static ArchRule onlyIn(String library, String... packages) {
        String[] own = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            own[i] = BASE + packages[i];
        }
        return noClasses()
                .that()
                .resideOutsideOfPackages(own)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchRule databaseOnlyInDaos() {
        return noClasses()
                .that(
                        describe(
                                "are neither a DAO nor plumbing",
                                (JavaClass each) ->
                                        !each.getName().matches(".*Dao(\\$.*)?")
                                                && !resideInAnyPackage(
                                                                BASE + "platform.database",
                                                                BASE + "assembly")
                                                        .test(each)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jdbi..");
    }

    /** What is measured on the demo company must not have generated it. */
    private static ArchRule demoKnowsNoFeature() {
        return noClasses()
                .that()
                .resideInAPackage(BASE + "quickstart.demo..")
                .should()
                .dependOnClassesThat(
                        describe(
                                "are ours, and neither plumbing nor the demo company's",
                                (JavaClass each) ->
                                        each.getName().startsWith(BASE)
                                                && !resideInAnyPackage(
                                                                BASE + "platform..",
                                                                BASE + "quickstart.demo..")
                                                        .test(each)))
                .allowEmptyShould(true);
    }

    private static List<ArchRule> timeIsInjected() {
        List<ArchRule> rules = new ArrayList<>();
        for (Class<?> type :
                List.of(
                        Instant.class,
                        LocalDate.class,
                        LocalDateTime.class,
                        OffsetDateTime.class,
                        ZonedDateTime.class)) {
            rules.add(noClasses().should().callMethod(type, "now").because("a Clock is injected"));
        }
        rules.add(noClasses().should().callMethod(System.class, "currentTimeMillis"));
        rules.add(noClasses().should().callMethod(Math.class, "random"));
        rules.add(noClasses().should().callMethod(Thread.class, "sleep", long.class));
        return rules;
    }
}
