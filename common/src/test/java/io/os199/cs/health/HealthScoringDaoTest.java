package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.health.model.Counterfactuals;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.HealthAssessment;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthLever;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthRules;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The worked examples of the health score, computed from rows. */
class HealthScoringDaoTest {
    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private static final TestClock CLOCK = new TestClock("2026-06-30T12:00:00Z");

    private final HealthScoring scoring =
            new HealthScoring(new Timeline(), new AuditLog(CLOCK), ClientAnswers.unkept(), CLOCK);
    private TestDatabase database;
    private HealthModel model;

    @BeforeEach
    void open() {
        database = TestDatabase.create(CLOCK);
        model =
                database.database()
                        .read(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                        .orElseThrow();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void acmeScores7459OnWatchWithAStableTrend() {
        database.jdbi().useHandle(HealthScenes::acme);
        HealthScore acme = score(HealthScenes.ACME);
        HealthInputs in = acme.inputs();
        assertThat(in.licensedUserCount()).isEqualTo(40);
        assertThat(List.of(in.activeUserCount(), in.userDayCount(), in.featureUsedCount()))
                .containsExactly(24, 216, 9);
        assertThat(List.of(in.eventCount(), in.eventCountBefore())).containsExactly(4320L, 4800L);
        assertThat(List.of(in.outboundCount(), in.answeredCount(), in.ticketCount()))
                .containsExactly(4, 3, 5);
        assertThat(in.touchpointAgeDays()).isEqualTo(7);
        assertThat(acme.components().values())
                .containsExactly(n("65.25"), n("74.00"), n("70.00"), n("85.00"), n("100.00"));
        assertThat(acme.overall()).isEqualTo("74.59");
        assertThat(acme.band()).isEqualTo(HealthBand.WATCH);
        assertThat(acme.coverage()).isEqualTo("1.00");
        assertThat(
                        List.of(
                                acme.previousUsage(),
                                acme.previousEngagement(),
                                acme.previousSupport(),
                                acme.previousSatisfaction(),
                                acme.previousPayment()))
                .containsExactly(n("57.00"), n("83.33"), n("100.00"), n("75.00"), n("100.00"));
        assertThat(acme.referenceScore()).isEqualTo("77.03");
        assertThat(acme.changePoints()).isEqualTo("-2.44");
        assertThat(acme.trend()).isEqualTo(HealthTrend.STABLE);
    }

    @Test
    void seatsOfManyContractsAreNoMoreThanFit() {
        database.jdbi()
                .useHandle(
                        db -> {
                            HealthScenes.acme(db);
                            db.execute(
                                    """
                                    insert into contracts (client_id, contract_id, type, value, start_date, tier, included_users)
                                    select 'client_acme', 'contract_' || n, 'expansion', 1, '2026-01-01', 'professional', 100000000
                                    from generate_series(1, 22) as n
                                    """);
                        });
        assertThat(score(HealthScenes.ACME).inputs().licensedUserCount())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void onlyActiveUsersAloneWouldLiftAcmeToHealthy() {
        database.jdbi().useHandle(HealthScenes::acme);
        HealthEvaluator evaluator = new HealthEvaluator(model, 30);
        Counterfactuals found =
                Counterfactuals.of(evaluator, score(HealthScenes.ACME).inputs()).orElseThrow();
        assertThat(found.targetBand()).isEqualTo(HealthBand.HEALTHY);
        assertThat(found.levers().stream().map(HealthScoringDaoTest::text))
                .contains(
                        "active_user_count 38 80.10",
                        "feature_used_count - 79.40",
                        "touchpoint_age_days - 76.71",
                        "ticket_count - 76.84",
                        "top_response_count - 76.77")
                .filteredOn(text -> !text.contains(" - "))
                .hasSize(1);
    }

    @Test
    void recommendationsComeByPriorityWithWhatTheyWouldGain() {
        database.jdbi().useHandle(HealthScenes::acme);
        List<HealthAdvice> advice =
                HealthRules.apply(
                        new HealthEvaluator(model, 30), score(HealthScenes.ACME).inputs());
        // The P1 ticket and the late response cost 15 points of support: 0.15 * 15 = 2.25.
        assertThat(advice).hasSize(1);
        assertThat(advice.getFirst().ruleId()).isEqualTo("HR_SLA");
        assertThat(advice.getFirst().expectedEffect().overallPoints()).isEqualTo("2.25");
    }

    @Test
    void aSilentSurveyTakesItsWeightOutOfTheOverall() {
        database.jdbi().useHandle(HealthScenes::acme);
        database.jdbi().useHandle(db -> db.execute("delete from survey_responses"));
        HealthScore acme = score(HealthScenes.ACME);
        assertThat(acme.coverage()).isEqualTo("0.85");
        assertThat(acme.overall()).isEqualTo("72.75");
    }

    @Test
    void healthyBeginsAt80AndADeclineBelowThreePoints() {
        HealthEvaluator evaluator = new HealthEvaluator(model, 30);
        HealthAssessment healthy = assess(evaluator, "83.30");
        assertThat(healthy.overall()).isEqualTo("80.00");
        assertThat(healthy.band()).isEqualTo(HealthBand.HEALTHY);
        HealthAssessment watch = assess(evaluator, "83.29");
        assertThat(watch.overall()).isEqualTo("79.99");
        assertThat(watch.band()).isEqualTo(HealthBand.WATCH);
        assertThat(evaluator.direction(n("-3.00"))).isEqualTo(HealthTrend.STABLE);
        assertThat(evaluator.direction(n("3.00"))).isEqualTo(HealthTrend.STABLE);
        assertThat(evaluator.direction(n("-3.01"))).isEqualTo(HealthTrend.DECLINING);
    }

    private HealthAssessment assess(HealthEvaluator evaluator, String satisfaction) {
        return evaluator.overall(
                List.of(),
                Map.of(
                        HealthComponent.USAGE, n("80.00"),
                        HealthComponent.ENGAGEMENT, n("76.00"),
                        HealthComponent.SUPPORT, n("70.00"),
                        HealthComponent.SATISFACTION, n(satisfaction),
                        HealthComponent.PAYMENT, n("100.00")),
                model.componentWeights());
    }

    @Test
    void globexHasAContractAndNoScore() {
        database.jdbi().useHandle(HealthScenes::globex);
        HealthScore globex = score(HealthScenes.GLOBEX);
        assertThat(globex.components().values()).containsExactly(n("100.00"));
        assertThat(globex.coverage()).isEqualTo("0.10");
        assertThat(globex.overall()).isNull();
        assertThat(globex.band()).isNull();
        assertThat(globex.trend()).isNull();
    }

    @Test
    void savingStoresTheScoreAndWhatFollowsFromItOnce() {
        database.jdbi().useHandle(HealthScenes::acme);
        HealthSaved first = save(HealthScenes.TODAY);
        assertThat(first.clientIds()).containsExactly(HealthScenes.ACME);
        // Usage 65.25 is below 75, support 70.00 below 80; engagement 74.00 and a change of -2.44
        // are fine.
        assertThat(first.indicatorsOpenedCount()).isEqualTo(2);
        assertThat(rows("select indicator_key || ' ' || severity from risk_indicators order by 1"))
                .containsExactly("health.support_friction medium", "health.usage_low medium");
        HealthSaved again = save(HealthScenes.TODAY);
        assertThat(again.indicatorsOpenedCount()).isZero();
        assertThat(rows("select overall::text from health_scores")).containsExactly("74.59");
        assertThat(rows("select inputs::text from health_scores"))
                .extracting(inputs -> Json.read(inputs, HealthInputs.class))
                .containsExactly(score(HealthScenes.ACME).inputs());
        assertThat(
                        rows(
                                "select health_score || ' ' || health_band || ' ' || health_trend"
                                        + " || ' ' || version || ' ' || health_change_points ||"
                                        + " ' ' || (health_drivers ->> 0) from clients"))
                .containsExactly(
                        "74.59 watch stable 1 -2.44 {\"component\": \"support\", \"change_points\":"
                                + " -4.50}");
        assertThat(
                        rows(
                                "select type || ' ' || impact || ' ' || (detail ->> 'to_band') from"
                                        + " timeline_events"))
                .containsExactly("health neutral watch");
        assertThat(rows("select tool from audit_log")).hasSize(2);
    }

    @Test
    void anEpisodeEndsWhenItsConditionDoesAndNotWhenItsDataIsGone() {
        database.jdbi().useHandle(HealthScenes::acme);
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into risk_indicators (client_id, indicator_key, detected_at, category,
                                            severity)
                                        values (?, 'health.payment', now(), 'payment', 'high'),
                                            (?, 'health.satisfaction_low', now(), 'satisfaction', 'high')
                                        """,
                                        HealthScenes.ACME,
                                        HealthScenes.ACME));
        database.jdbi().useHandle(db -> db.execute("delete from survey_responses"));
        assertThat(save(HealthScenes.TODAY).indicatorsResolvedCount()).isEqualTo(1);
        assertThat(rows("select indicator_key from risk_indicators where resolved_at is not null"))
                .containsExactly("health.payment");
    }

    @Test
    void aPastDayIsHistoryAndWrittenOnlyOnce() {
        database.jdbi().useHandle(HealthScenes::acme);
        assertThat(save(HealthScenes.TODAY.minusDays(30)).clientIds()).hasSize(1);
        assertThat(save(HealthScenes.TODAY.minusDays(30)).clientIds()).isEmpty();
        assertThat(rows("select coalesce(health_band, 'none') from clients"))
                .containsExactly("none");
        assertThat(rows("select indicator_key from risk_indicators")).isEmpty();
        assertThat(rows("select title from timeline_events")).isEmpty();
    }

    /** Solved, and reopened today: open for as long as it was, but not in between. */
    @Test
    void anEscalationThatWasOpenedAgainWasNotOpenWhileItWasSolved() {
        database.jdbi().useHandle(HealthScenes::acme);
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at,
                                            acknowledge_due_at, due_at, reopened_count)
                                        select client_id, 'escalation_9', 'high', 'Slow', 'kim', '2026-05-01 09:00Z',
                                            '2026-05-01 13:00Z', '2026-05-02 09:00Z', 1
                                        from clients;
                                        insert into escalation_updates (client_id, escalation_id, update_no, at, actor, kind,
                                            from_status, to_status)
                                        select client_id, 'escalation_9', v.*
                                        from clients, (values
                                            (1, timestamptz '2026-05-10 09:00Z', 'kim', 'status', 'open', 'resolved'),
                                            (2, '2026-05-12 09:00Z', 'kim', 'status', 'resolved', 'closed'),
                                            (3, '2026-06-30 09:00Z', 'kim', 'status', 'closed', 'open'),
                                            (4, '2026-06-30 09:01Z', 'kim', 'note', null, null)) v
                                        """));
        for (String day : List.of("2026-05-09", "2026-05-10", "2026-06-29", "2026-06-30")) {
            save(LocalDate.parse(day));
        }
        assertThat(
                        rows(
                                "select score_date || ' ' || (inputs ->> 'open_escalation') from"
                                        + " health_scores order by 1"))
                .containsExactly("2026-05-09 1", "2026-05-10 0", "2026-06-29 0", "2026-06-30 1");
    }

    private static String text(HealthLever lever) {
        Object needed = lever.neededValue() == null ? "-" : lever.neededValue();
        return lever.input() + " " + needed + " " + lever.overallScore();
    }

    private HealthSaved save(LocalDate asOf) {
        HealthQuery query = HealthQuery.at(asOf, NOW, 30, model);
        List<String> ids = List.of(HealthScenes.ACME);
        return database.database()
                .write(
                        tx ->
                                scoring.save(
                                        tx,
                                        query,
                                        scoring.score(tx, ids, query),
                                        scoring.lock(tx, ids, query),
                                        new Actor("principal_test", null)));
    }

    private List<String> rows(String sql) {
        return database.texts(sql);
    }

    private HealthScore score(String clientId) {
        HealthQuery query = HealthQuery.at(HealthScenes.TODAY, NOW, 30, model);
        return database.database()
                .read(tx -> scoring.score(tx, List.of(clientId), query))
                .getFirst();
    }

    private static BigDecimal n(String value) {
        return new BigDecimal(value);
    }
}
