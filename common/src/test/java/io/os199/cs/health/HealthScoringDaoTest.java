package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The worked examples of the page, from rows. */
class HealthScoringDaoTest {
    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private final HealthScoring scoring = new HealthScoring();
    private TestDatabase database;
    private HealthModel model;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
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
    void acmeScores7459AsTheFirstProofSays() {
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
    void aSilentSurveyTakesItsWeightOutOfTheOverall() {
        database.jdbi().useHandle(HealthScenes::acme);
        database.jdbi().useHandle(db -> db.execute("delete from survey_responses"));
        HealthScore acme = score(HealthScenes.ACME);
        assertThat(acme.coverage()).isEqualTo("0.85");
        assertThat(acme.overall()).isEqualTo("72.75");
    }

    @Test
    void globexHasAContractAndNoScoreAsTheSecondProofSays() {
        database.jdbi().useHandle(HealthScenes::globex);
        HealthScore globex = score(HealthScenes.GLOBEX);
        assertThat(globex.components().values()).containsExactly(n("100.00"));
        assertThat(globex.coverage()).isEqualTo("0.10");
        assertThat(globex.overall()).isNull();
        assertThat(globex.band()).isNull();
        assertThat(globex.trend()).isNull();
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
