package io.os199.cs.onboarding.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The validity of certificates and the eligibility for them. */
class CertificateEligibilityTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
    private static final Set<String> ASSESSED = Set.of("one");

    /** A program of one assessed module and one without assessment, at 0.80. */
    private static final CertificateProgram BASIC =
            new CertificateProgram(
                    CertificateLevel.BASIC,
                    2,
                    "Basic",
                    List.of("one", "two"),
                    new BigDecimal("0.80"),
                    12,
                    true);

    @Test
    void endsOfMonthsStayWithinTheMonth() {
        assertThat(expiry(1, "2025-01-31")).isEqualTo("2025-02-28");
        assertThat(expiry(12, "2024-02-29")).isEqualTo("2025-02-28");
        assertThat(expiry(12, "2025-01-31")).isEqualTo("2026-01-31");
    }

    /** A certificate is valid from its issue to the day before it ends, and never becomes valid again. */
    @Property
    void nothingBecomesValidAgain(
            @ForAll @IntRange(min = 1, max = 60) int months,
            @ForAll @IntRange(max = 1000) int issued,
            @ForAll @IntRange(max = 2000) int revoked,
            @ForAll @IntRange(max = 2000) int superseded) {
        LocalDate issuedOn = FIRST.plusDays(issued);
        LocalDate expiresOn = issuedOn.plusMonths(months);
        LocalDate revokedOn = revoked % 3 == 0 ? issuedOn.plusDays(revoked) : null;
        LocalDate supersededOn = superseded % 3 == 0 ? issuedOn.plusDays(superseded) : null;
        Certificate certificate =
                new Certificate(
                        "c",
                        CertificateLevel.BASIC,
                        1,
                        issuedOn,
                        expiresOn,
                        revokedOn,
                        supersededOn);
        LocalDate end = expiresOn;
        end = revokedOn != null && revokedOn.isBefore(end) ? revokedOn : end;
        end = supersededOn != null && supersededOn.isBefore(end) ? supersededOn : end;
        for (LocalDate day = issuedOn.minusDays(2);
                day.isBefore(expiresOn.plusDays(3));
                day = day.plusDays(1)) {
            assertThat(certificate.isValid(day))
                    .as("%s of %s", day, certificate)
                    .isEqualTo(!day.isBefore(issuedOn) && day.isBefore(end));
        }
    }

    /** Checked against looking at each attempt by itself, in any order. */
    @Property
    void whatIsMissingIsWhatNoAttemptReaches(@ForAll long seed) {
        Random random = new Random(seed);
        LocalDate today = FIRST.plusDays(60);
        LocalDate held = random.nextBoolean() ? FIRST.plusDays(random.nextInt(60)) : null;
        List<Attempt> attempts = new ArrayList<>();
        boolean one = false;
        boolean two = false;
        for (int number = 1; number <= random.nextInt(8); number++) {
            boolean isOne = random.nextBoolean();
            int day = random.nextInt(70);
            int percent = 70 + random.nextInt(20);
            boolean passed = random.nextInt(4) > 0;
            Instant at = Instant.parse("2024-01-01T12:00:00Z").plusSeconds(day * 86_400L);
            attempts.add(
                    new Attempt(
                            isOne ? "one" : "two",
                            number,
                            null,
                            at,
                            isOne ? BigDecimal.valueOf(percent, 2) : null,
                            passed));
            boolean counts =
                    passed && day <= 60 && (held == null || FIRST.plusDays(day).isAfter(held));
            one |= isOne && counts && percent >= 80;
            two |= !isOne && counts;
        }
        CertificateEligibility found =
                CertificateEligibility.of(BASIC, ASSESSED, learner(attempts, held), today);
        assertThat(found.missingModules().contains("one")).isEqualTo(!one);
        assertThat(found.missingModules().contains("two")).isEqualTo(!two);
        assertThat(found.renewalOf() == null).isEqualTo(held == null);
        assertThat(found.isEligible()).isEqualTo(one && two && found.heldUntil() == null);
    }

    /** An expired certificate of a lower level does not support a higher one. */
    @Test
    void eachLowerLevelHasToBeValid() {
        CertificateProgram advanced =
                new CertificateProgram(
                        CertificateLevel.ADVANCED,
                        1,
                        "Advanced",
                        List.of(),
                        BigDecimal.ONE,
                        12,
                        true);
        CertificateEligibility found =
                CertificateEligibility.of(
                        advanced, Set.of(), learner(List.of(), FIRST), FIRST.plusMonths(12));
        assertThat(found.missingLevels())
                .containsExactly(CertificateLevel.BASIC, CertificateLevel.INTERMEDIATE);
        assertThat(
                        CertificateEligibility.of(
                                        advanced,
                                        Set.of(),
                                        learner(List.of(), FIRST),
                                        FIRST.plusMonths(12).minusDays(1))
                                .missingLevels())
                .containsExactly(CertificateLevel.INTERMEDIATE);
    }

    private static Learner learner(List<Attempt> attempts, @Nullable LocalDate held) {
        return new Learner(
                "ada@acme.example",
                attempts,
                held == null
                        ? List.of()
                        : List.of(
                                new Certificate(
                                        "c",
                                        CertificateLevel.BASIC,
                                        2,
                                        held,
                                        held.plusMonths(12),
                                        null,
                                        null)));
    }

    private static String expiry(int months, String issuedOn) {
        return new CertificateProgram(
                        CertificateLevel.BASIC, 1, "x", List.of(), BigDecimal.ONE, months, true)
                .expiryOf(LocalDate.parse(issuedOn))
                .toString();
    }
}
