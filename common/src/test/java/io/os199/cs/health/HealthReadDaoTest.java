package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.health.HealthBeside.Peers;
import io.os199.cs.health.HealthBeside.StoredScore;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** What is shown beside a score: its history and its rank among its peers. */
class HealthReadDaoTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-06-30");
    private static final String OWN = "client_own";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fivePeersOfTheTierAreTheBenchmark() {
        database.jdbi().useHandle(HealthReadDaoTest::portfolio);
        Peers peers = peers();
        // 60, 70, 70, 80, 90: one below 70 and two equal.
        assertThat(peers.isTier()).isTrue();
        assertThat(peers.peerCount()).isEqualTo(5);
        assertThat(peers.percentile()).isEqualTo("40.00");
        assertThat(List.of(peers.lowerMedian(), peers.upperMedian()))
                .containsExactly(n("70.00"), n("70.00"));
    }

    @Test
    void fourPeersOfTheTierGiveWayToThePortfolio() {
        database.jdbi().useHandle(HealthReadDaoTest::portfolio);
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update clients set status = 'churned' where client_id ="
                                                + " 'peer_90'"));
        Peers peers = peers();
        // 10, 20, 60, 70, 70, 80: three below 70 and two equal.
        assertThat(peers.isTier()).isFalse();
        assertThat(peers.peerCount()).isEqualTo(6);
        assertThat(peers.percentile()).isEqualTo("66.67");
        assertThat(List.of(peers.lowerMedian(), peers.upperMedian()))
                .containsExactly(n("60.00"), n("70.00"));
    }

    @Test
    void fewerThanFivePeersInAllSaySo() {
        database.jdbi().useHandle(HealthReadDaoTest::portfolio);
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update clients set status = 'churned' where client_id in"
                                                + " ('peer_90', 'peer_80', 'peer_10')"));
        assertThat(peers().peerCount()).isEqualTo(4);
        database.jdbi()
                .useHandle(db -> db.execute("delete from health_scores where client_id <> ?", OWN));
        Peers nobody = peers();
        assertThat(nobody.peerCount()).isZero();
        assertThat(nobody.percentile()).isNull();
    }

    @Test
    void historyHasTheNewestScoreOfEachOfTheLast26IsoWeeks() {
        database.jdbi()
                .useHandle(
                        db -> {
                            HealthScenes.client(db, OWN, "Acme Corp", "professional", 1000);
                            // The Sunday before the first of the 26 weeks, and the Monday of that
                            // week.
                            score(db, OWN, "2026-01-04", "10.00", 30);
                            score(db, OWN, "2026-01-05", "11.00", 30);
                            // A Monday and a Sunday of the same week.
                            score(db, OWN, "2026-06-22", "12.00", 30);
                            score(db, OWN, "2026-06-28", null, 30);
                            // Monday and Tuesday of this week; a future day; another lookback.
                            score(db, OWN, "2026-06-29", "14.00", 30);
                            score(db, OWN, "2026-06-30", "15.00", 30);
                            score(db, OWN, "2026-07-01", "16.00", 30);
                            score(db, OWN, "2026-05-20", "17.00", 45);
                        });
        List<StoredScore> history =
                database.database()
                        .read(
                                tx ->
                                        tx.dao(HealthReadDao.class)
                                                .history(OWN, HealthModels.STANDARD, 1, 30, TODAY));
        assertThat(history)
                .extracting(score -> score.scoreDate() + " " + score.overallScore())
                .containsExactly("2026-01-05 11.00", "2026-06-28 null", "2026-06-30 15.00");
    }

    /** Five peers of the tier with a value, two of another tier, and some that do not count. */
    private static void portfolio(Handle db) {
        HealthScenes.client(db, OWN, "Acme Corp", "professional", 1000);
        score(db, OWN, "2026-06-30", "70.00", 30);
        for (String value : List.of("60", "70", "70b", "80", "90")) {
            peer(db, value, "professional");
        }
        score(db, "peer_60", "2026-06-30", "60.00", 30);
        score(db, "peer_70", "2026-06-30", "70.00", 30);
        score(db, "peer_70b", "2026-06-24", "70.00", 30);
        score(db, "peer_80", "2026-06-28", "20.00", 30);
        score(db, "peer_80", "2026-06-29", "80.00", 30);
        score(db, "peer_90", "2026-06-23", "90.00", 30);
        score(db, "peer_90", "2026-07-01", "5.00", 30);
        for (String value : List.of("10", "20")) {
            peer(db, value, "enterprise");
            score(db, "peer_" + value, "2026-06-30", value + ".00", 30);
        }
        peer(db, "old", "professional");
        score(db, "peer_old", "2026-06-22", "1.00", 30);
        peer(db, "unscored", "professional");
        score(db, "peer_unscored", "2026-06-29", "2.00", 30);
        score(db, "peer_unscored", "2026-06-30", null, 30);
        peer(db, "other_lookback", "professional");
        score(db, "peer_other_lookback", "2026-06-30", "3.00", 7);
        peer(db, "churned", "professional");
        score(db, "peer_churned", "2026-06-30", "4.00", 30);
        db.execute("update clients set status = 'churned' where client_id = 'peer_churned'");
    }

    private static void peer(Handle db, String name, String tier) {
        HealthScenes.client(db, "peer_" + name, "Peer " + name, tier, 1000);
    }

    private static void score(
            Handle db, String clientId, String day, String overall, int lookback) {
        db.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, coverage, inputs)
                values (?, 'weighted_composite', 1, ?, ?::date, now(), now(), ?::numeric, 1, '{}')
                """,
                clientId,
                lookback,
                day,
                overall);
    }

    private Peers peers() {
        return database.database()
                .read(
                        tx ->
                                HealthBeside.read(
                                                tx,
                                                OWN,
                                                new HealthModels()
                                                        .active(tx, HealthModels.STANDARD)
                                                        .orElseThrow(),
                                                TODAY,
                                                n("70.00"))
                                        .peers());
    }

    private static BigDecimal n(String value) {
        return new BigDecimal(value);
    }
}
