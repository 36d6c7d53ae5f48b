package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import io.os199.cs.testing.ArchitectureRules;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = ArchitectureRules.mainClasses();
        assertThat(classes).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.os199.cs.testing.ArchitectureRules#all")
    void holds(ArchRule rule) {
        rule.check(classes);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(ArchitectureRules.packagesWithoutNullness(classes)).isEmpty();
    }
}
