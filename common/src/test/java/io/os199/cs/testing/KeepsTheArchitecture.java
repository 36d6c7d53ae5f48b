package io.os199.cs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The architecture tests of a module that sees its own classes and those below it: run by {@code common} and by
 * {@code quickstart}, which sees all.
 */
public interface KeepsTheArchitecture {
    JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.os199.cs.testing.ArchitectureRules#all")
    default void holds(ArchRule rule) {
        assertThat(CLASSES).isNotEmpty();
        rule.check(CLASSES);
    }

    @Test
    default void everyPackageIsNullMarked() {
        assertThat(ArchitectureRules.packagesWithoutNullness(CLASSES)).isEmpty();
    }
}
