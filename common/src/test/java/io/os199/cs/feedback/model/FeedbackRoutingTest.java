package io.os199.cs.feedback.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.FeedbackRouting.Leaning;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.Locale;

/** Where feedback goes, at the bounds of each rule. */
class FeedbackRoutingTest {
    private static final LocalDate DAY = LocalDate.parse("2026-06-30");

    @ParameterizedTest
    @CsvSource({
        "feature_request, billing, critical, product",
        "bug_report, support, low, product",
        "product_feedback, service, medium, product",
        "service_feedback, billing, critical, finance",
        "nps, billing, critical, finance",
        "service_feedback, , critical, support",
        "general, support, critical, support",
        "general, service, low, support",
        "general, onboarding, critical, cs_leadership",
        "csat, , critical, cs_leadership",
        "general, product, high, cs",
        "ces, , medium, cs"
    })
    void theFirstRuleThatHoldsSaysTheTeam(
            String type, @Nullable String category, String priority, String team) {
        assertThat(
                        AssignedTeam.of(
                                FeedbackType.valueOf(upper(type)),
                                category == null ? null : FeedbackCategory.valueOf(upper(category)),
                                Severity.valueOf(upper(priority))))
                .isEqualTo(AssignedTeam.valueOf(upper(team)));
    }

    @ParameterizedTest
    @CsvSource({
        "general, low, , -0.9, 0.29, ",
        "general, low, , -0.05, 0.30, 2026-07-14",
        "general, medium, , 0.9, 1.00, ",
        "general, high, , , , 2026-07-03",
        "general, critical, , , , 2026-07-01",
        "bug_report, medium, , 0.9, 1.00, 2026-07-07",
        "feature_request, low, , , , 2026-07-14",
        "nps, medium, 6, , , 2026-07-07",
        "nps, medium, 7, , , ",
        "csat, medium, 2, , , 2026-07-07",
        "csat, medium, 3, , , ",
        "ces, medium, 3, , , 2026-07-07",
        "ces, medium, 4, , , "
    })
    void somebodyIsInTouchWhereItMatters(
            String type,
            String priority,
            @Nullable Integer score,
            @Nullable Double sentiment,
            @Nullable Double confidence,
            @Nullable LocalDate by) {
        Leaning leaning =
                sentiment == null || confidence == null
                        ? null
                        : new Leaning(sentiment, confidence, sentiment <= -0.05);
        assertThat(
                        FeedbackRouting.of(
                                        FeedbackType.valueOf(upper(type)),
                                        null,
                                        Severity.valueOf(upper(priority)),
                                        score,
                                        leaning,
                                        DAY)
                                .followUpBy())
                .isEqualTo(by);
    }

    @ParameterizedTest
    @CsvSource({
        "critical, , true",
        "high, -0.60, true",
        "high, -0.59, false",
        "high, , false",
        "medium, -1, false"
    })
    void escalatesWhatIsCriticalOrImportantAndVeryNegative(
            String priority, @Nullable Double sentiment, boolean escalates) {
        assertThat(FeedbackRouting.escalates(Severity.valueOf(upper(priority)), sentiment))
                .isEqualTo(escalates);
    }

    @ParameterizedTest
    @CsvSource({
        "nps, 0, detractor", "nps, 6, detractor", "nps, 7, passive", "nps, 8, passive",
        "nps, 9, promoter", "csat, 2, dissatisfied", "csat, 3, neutral", "csat, 4, satisfied",
        "ces, 3, hard", "ces, 4, neutral", "ces, 5, easy"
    })
    void aScoreSaysWhoGaveIt(String type, int score, String group) {
        assertThat(ScoreGroup.of(FeedbackType.valueOf(upper(type)), score))
                .isEqualTo(ScoreGroup.valueOf(upper(group)));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
