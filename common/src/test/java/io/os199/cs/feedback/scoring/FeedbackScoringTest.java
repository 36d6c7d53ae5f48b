package io.os199.cs.feedback.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.feedback.sentiment.LanguageGuess;
import io.os199.cs.feedback.sentiment.Lexicon;
import io.os199.cs.feedback.sentiment.LexiconScorer;
import io.os199.cs.feedback.sentiment.SentimentScorer;
import io.os199.cs.feedback.text.TextReader;
import io.os199.cs.feedback.theme.Phrases;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Items that imports leave unscored are scored, each as a whole, and again by a new version. */
class FeedbackScoringTest {
    private static final Lexicon LEXICON = Lexicon.english();
    private static final SentimentScorer WORDS =
            new LexiconScorer(LEXICON, new LanguageGuess("en"));

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);

    @BeforeEach
    void arrange() {
        server.execute("insert into client_names (client_id, name) values ('client_a', 'Acme')");
        server.execute(
                """
                insert into clients (client_id, name, company_name, tier, lifecycle_stage, contract_start_date)
                values ('client_a', 'Acme', 'Acme', 'starter', 'active', '2025-01-01')
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void readsFeedbackAndReasonsOnceEach() {
        items(3, "The report export is terrible");
        server.execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, reason_text, responded_at) values
                    ('client_a', 'response_1', 'nps', 9, 'I love the new dashboards', '2026-06-02T23:59:00Z'),
                    ('client_a', 'response_2', 'nps', 9, null, '2026-06-02T10:00:00Z'),
                    ('client_a', 'response_3', 'nps', 3, 'stale', '2026-06-02T10:00:00Z')
                """);
        server.execute(
                "insert into feedback (client_id, feedback_id, type, source, content_text,"
                    + " response_id, language_tag, assigned_team, received_at) values ('client_a',"
                    + " 'feedback_told', 'nps', 'survey', 'Der Bericht ist furchtbar',"
                    + " 'response_3', 'de', 'cs', '2026-06-02T10:00:00Z')");
        scoring(WORDS).run();

        assertThat(
                        rows(
                                "select round(sentiment_score::numeric, 4) || sentiment ||"
                                        + " hit_count || language from feedback where feedback_id ="
                                        + " 'feedback_2'"))
                .containsExactly("-0.4767negative1en");
        assertThat(
                        rows(
                                "select concat_ws(' ', sentiment, sentiment_gap, language,"
                                        + " sentiment_version) from feedback where feedback_id ="
                                        + " 'feedback_told'"))
                .containsExactly("language_not_supported de 1");
        assertThat(
                        rows(
                                "select concat_ws(' ', response_id, sentiment, sentiment_gap) from"
                                        + " survey_responses order by 1"))
                .containsExactly(
                        "response_1 positive", "response_2", "response_3 language_not_supported");
        assertThat(
                        rows(
                                "select item_id || ' ' || item_kind || ' ' || item_day from"
                                        + " feedback_phrases where phrase = 'new dashboard'"))
                .containsExactly("response_1 survey 2026-06-02");
        assertThat(rows("select count(*) from feedback_phrases where phrase = 'report export'"))
                .containsExactly("3");
        assertThat(rows("select action from audit_log order by 1"))
                .containsExactly("score 1 items", "score 4 items");
        assertThat(rows("select object_ids::text from audit_log").toString())
                .doesNotContain("terrible");

        clock.set("2026-06-30T13:00:00Z");
        scoring(WORDS).run();
        assertThat(rows("select count(*) from audit_log")).containsExactly("2");
    }

    @Test
    void aNewVersionReadsEverythingAnew() {
        items(2, "The report export is terrible");
        scoring(WORDS).run();
        server.execute(
                "insert into feedback_phrases values ('client_a', 'feedback_1', 'gone', 'feedback',"
                        + " '2026-06-01', 'phrases-en-0')");
        scoring(version("0", text -> {})).run();
        assertThat(rows("select distinct sentiment_version from feedback")).containsExactly("0");
        scoring(version("2", text -> {})).run();
        assertThat(rows("select distinct sentiment_version from feedback")).containsExactly("2");
        assertThat(rows("select count(*) from feedback_phrases where phrase = 'gone'"))
                .containsExactly("0");
        assertThat(rows("select count(*) from feedback_phrases where phrase = 'report export'"))
                .containsExactly("2");
    }

    /** What was found in words that have since been erased stays; the words that replace them are not scored. */
    @Test
    void erasedWordsAreNotReadAnew() {
        items(1, "The report export is terrible");
        server.execute(
                "insert into surveys (survey_id, kind, name, question) values ('survey_1', 'nps',"
                        + " 'N', 'Q')",
                "insert into survey_responses (client_id, response_id, survey_id, kind, score,"
                    + " responded_at, reason_text, external_id) values ('client_a', 'response_1',"
                    + " 'survey_1', 'nps', 3, '2026-06-01T10:00:00Z', 'It is terrible', 'e1')");
        scoring(WORDS).run();
        server.execute(
                "update feedback set content_text = '[erased]'",
                "update survey_responses set reason_text = '[erased]'");
        List<String> read = new ArrayList<>();
        scoring(version("2", read::addAll)).run();
        assertThat(read).isEmpty();
        assertThat(
                        rows(
                                "select sentiment from feedback union all select sentiment from"
                                        + " survey_responses"))
                .containsExactly("negative", "negative");
    }

    @Test
    void aWorkerThatIsKilledLeavesItemsWholeOrUnread() {
        items(1_200, "The report export is terrible");
        AtomicInteger read = new AtomicInteger();
        FeedbackScoring dying =
                scoring(
                        version(
                                "1",
                                text -> {
                                    if (read.incrementAndGet() == 700) {
                                        throw new IllegalStateException("killed");
                                    }
                                }));
        assertThatThrownBy(dying::run).hasMessage("killed");
        assertWhole(500);

        AtomicInteger again = new AtomicInteger();
        FeedbackScoring losing =
                scoring(
                        version(
                                "1",
                                text -> {
                                    if (again.incrementAndGet() == 300) {
                                        server.execute(
                                                "select pg_terminate_backend(pid) from"
                                                        + " pg_stat_activity where datname ="
                                                        + " current_database() and state = 'idle in"
                                                        + " transaction'");
                                    }
                                }));
        losing.run();
        assertWhole(1_200);
    }

    /** Asserts that every scored item has its phrases, and that no other item has any. */
    private void assertWhole(int count) {
        assertThat(rows("select count(*) from feedback where sentiment is not null"))
                .containsExactly("" + count);
        assertThat(
                        rows(
                                "select count(distinct item_id) from feedback_phrases p join"
                                    + " feedback f on f.feedback_id = p.item_id where f.sentiment"
                                    + " is not null"))
                .containsExactly("" + count);
        assertThat(rows("select count(distinct item_id) from feedback_phrases"))
                .containsExactly("" + count);
    }

    @Test
    void whatSomebodyElseHoldsIsPassedOver() {
        items(3, "The report export is terrible");
        try (Handle other = server.jdbi().open()) {
            other.begin();
            other.execute(
                    "update feedback set content_text = 'I love it so much, all of it' where"
                            + " feedback_id = 'feedback_1'");
            scoring(WORDS).run();
            assertThat(rows("select feedback_id from feedback where sentiment is null"))
                    .containsExactly("feedback_1");
            other.commit();
        }
        scoring(WORDS).run();
        assertThat(rows("select sentiment from feedback where feedback_id = 'feedback_1'"))
                .containsExactly("positive");
    }

    /**
     * So an erasure of a person, which locks the person's clients and then writes their feedback and answers, never
     * waits for a transaction that waits for it.
     */
    @Test
    void ofAClientThatSomebodyElseHoldsNothingIsHeld() {
        items(1, "The report export is terrible");
        server.execute(
                "insert into survey_responses (client_id, response_id, kind, score, reason_text,"
                        + " responded_at) values ('client_a', 'response_1', 'nps', 3, 'I hate it',"
                        + " '2026-06-02T10:00:00Z')");
        try (Handle other = server.jdbi().open()) {
            other.begin();
            other.execute("select from clients where client_id = 'client_a' for update");
            assertTimeoutPreemptively(Duration.ofSeconds(20), scoring(WORDS)::run);
            other.commit();
        }
        assertThat(rows("select 1 from feedback where sentiment is not null")).isEmpty();
        scoring(WORDS).run();
        assertThat(
                        rows(
                                "select sentiment from feedback union all select sentiment from"
                                        + " survey_responses"))
                .containsExactly("negative", "negative");
    }

    @Test
    void findsWhatIsUnreadByAnIndex() {
        items(20_000, "Fine");
        server.execute(
                "update feedback set sentiment_method = 'lexicon-rules-en', sentiment_version ="
                        + " '1' where feedback_id <> 'feedback_7'");
        server.execute("analyze feedback");
        for (String than : List.of("is null", "< 'lexicon-rules-en 1'", "> 'lexicon-rules-en 1'")) {
            assertThat(
                            rows("explain select client_id from feedback where"
                                            + " sentiment_method || ' ' || sentiment_version "
                                            + than
                                            + " limit 500")
                                    .toString())
                    .as(than)
                    .contains("feedback_scored_by_idx");
        }
    }

    private interface Told {
        void of(List<String> texts);
    }

    private static SentimentScorer version(String version, Told told) {
        return new SentimentScorer() {
            @Override
            public Scoring score(List<String> texts, @Nullable String language) {
                told.of(texts);
                Scoring scoring = WORDS.score(texts, language);
                return scoring instanceof Sentiment found
                        ? new Sentiment(
                                found.label(),
                                found.score(),
                                found.confidence(),
                                found.method(),
                                version,
                                found.language(),
                                found.hitCount())
                        : scoring;
            }

            @Override
            public String method() {
                return WORDS.method();
            }

            @Override
            public String methodVersion() {
                return version;
            }
        };
    }

    private FeedbackScoring scoring(SentimentScorer scorer) {
        return new FeedbackScoring(
                server.database(),
                new TextReader(scorer, new Phrases(LEXICON)),
                new AuditLog(clock),
                ClientAnswers.unkept(),
                clock);
    }

    private void items(int count, String content) {
        server.execute(
                """
                insert into feedback (client_id, feedback_id, type, source, content_text, assigned_team, received_at)
                select 'client_a', 'feedback_' || n, 'general', 'email', '%s', 'cs', '2026-06-01T10:00:00Z'
                from generate_series(1, %d) as n
                """
                        .formatted(content, count));
    }

    private List<String> rows(String sql) {
        return server.texts(sql);
    }
}
