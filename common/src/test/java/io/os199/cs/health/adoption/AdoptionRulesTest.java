package io.os199.cs.health.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Classes and rules at their bounds. */
class AdoptionRulesTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-06-30");

    @ParameterizedTest
    @CsvSource({
        "10, 4, 7, 0.20, HIGH",
        "10, 3, 7, 0.20, MODERATE",
        "10, 2, 7, 0.20, MODERATE",
        "10, 1, 7, 0.20, LOW",
        "10, 0, 7, 0.20, ABANDONED",
        "10, 0, 0, 0.20, UNUSED",
        "0, 0, 0, 0.20, UNUSED",
        "0, 0, 4, 0.20, ABANDONED",
        // More adopters than active users: the two rollups were made at different moments.
        "3, 5, 5, 1.00, MODERATE",
        // 0.33335 is shown as 0.3334, and is below it.
        "6000, 2000, 2000, 0.3334, LOW",
    })
    void classesFollowTheThreshold(
            int active, int adopters, int tried, BigDecimal threshold, AdoptionClass reached) {
        assertThat(AdoptionClass.of(active, adopters, tried, threshold)).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource({
        // core, own tier, active, tried, adopters, adopted before, released, contract, rules
        "true, false, 3, 0, 0, 0, , , FA_CORE_UNUSED",
        "true, false, 2, 0, 0, 0, , , ''",
        "true, false, 3, 2, 0, 0, , , FA_CORE_UNUSED",
        "false, false, 9, 3, 2, 3, , , FA_ABANDONED",
        "false, false, 90, 10, 7, 10, , , FA_ABANDONED",
        "false, false, 90, 11, 8, 11, , , ''",
        "false, false, 9, 2, 1, 2, , , ''",
        "false, true, 9, 0, 0, 0, , 2026-04-30, FA_PAID_UNUSED",
        "false, true, 9, 0, 0, 0, , 2026-05-01, ''",
        "false, false, 9, 0, 0, 0, , 2026-04-30, ''",
        "false, false, 9, 5, 1, 0, , , FA_STALLED",
        "false, false, 9, 4, 1, 0, , , ''",
        "false, false, 9, 10, 3, 0, , , ''",
        "false, false, 9, 1, 1, 0, 2026-04-01, , FA_NEW",
        "false, false, 9, 1, 1, 0, 2026-03-31, , ''",
        "false, false, 10, 2, 2, 0, 2026-06-30, , ''",
        "true, false, 20, 4, 4, 0, , , FA_SPREAD",
        "true, false, 20, 8, 8, 0, , , ''",
        "false, false, 20, 4, 4, 0, , , ''",
    })
    void rulesFireAtTheirBounds(
            boolean core,
            boolean ownTier,
            int active,
            int tried,
            int adopters,
            int before,
            @Nullable LocalDate released,
            @Nullable LocalDate contract,
            String rules) {
        FeatureUse use =
                new FeatureUse(
                        "client_1",
                        "reports",
                        "Reports",
                        "insight",
                        core,
                        Tier.STANDARD,
                        released,
                        true,
                        ownTier,
                        active,
                        tried,
                        adopters,
                        0,
                        before,
                        null,
                        null,
                        0,
                        0,
                        0,
                        0,
                        null,
                        null,
                        null,
                        null);
        int most = (adopters * 4 + 4) / 5;
        ClientUse client =
                new ClientUse(
                        contract,
                        active,
                        active,
                        active,
                        null,
                        List.of(
                                new RoleUse("analyst", active - 1, Map.of("reports", most)),
                                new RoleUse("admin", 1, Map.of("reports", adopters - most))));
        List<String> fired =
                AdoptionRules.apply(List.of(use), client, AdoptionQuery.USUAL_THRESHOLD, TODAY)
                        .stream()
                        .map(Recommendation::ruleId)
                        .toList();
        assertThat(String.join(" ", fired)).isEqualTo(rules);
    }
}
