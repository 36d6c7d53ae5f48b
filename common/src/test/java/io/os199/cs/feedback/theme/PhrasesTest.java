package io.os199.cs.feedback.theme;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.feedback.sentiment.Lexicon;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

final class PhrasesTest {
    private static final Phrases PHRASES = new Phrases(Lexicon.english());

    @Test
    void runsBetweenStopWordsOpinionsAndPunctuationInTheSingular() {
        assertThat(of("The report exports are terrible"))
                .containsExactly("export", "report", "report export");
        assertThat(of("Exports of reports; dashboards, widgets"))
                .containsExactly("dashboard", "export", "report", "widget");
        assertThat(of("SSO login: add the API to 3 CSV tables"))
                .contains("sso login", "api", "csv table");
        assertThat(of("single-sign-on page"))
                .contains("single", "sign", "page")
                .doesNotContain("single sign on");
    }

    @Test
    void whatOnlyEndsLikeAPluralStaysWhole() {
        assertThat(of("NPS; SMS; AWS; analysis; status; access; exports; statuses"))
                .containsExactly(
                        "access", "analysis", "aws", "export", "nps", "sms", "status", "statuse");
    }

    @Test
    void noLongerThanThreeWords() {
        assertThat(of("quarterly revenue report export"))
                .contains("quarterly revenue report", "revenue report export")
                .doesNotContain("quarterly revenue report export");
    }

    @Test
    void opinionsNumbersAndNothingAreNoTopics() {
        assertThat(of("I love it! Really great, 100 times better")).containsExactly("time");
        assertThat(of("")).isEmpty();
        assertThat(PHRASES.of(List.of("customer's dashboards", "dashboard")))
                .containsExactly("customer", "customer dashboard", "dashboard");
    }

    private static Set<String> of(String text) {
        return PHRASES.of(List.of(text));
    }
}
