package io.os199.cs.support.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.support.performance.FamilyDao.Bounds;
import io.os199.cs.support.performance.FamilyDao.Duration;
import io.os199.cs.support.performance.WeeklyTrend.Point;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Compares the statistics with what R computes for a hundred and sixty samples ({@code build/oracle/support.R});
 * those of tickets are stored in and read from PostgreSQL.
 */
final class PerformanceOracleDaoTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final TicketScope ALL = new TicketScope(null, null, null, null, null);
    private static final double SAME = 1e-6;

    private record Row(String kind, double[] input, double[] values) {}

    @Test
    void slopesAndSharesAsR() throws IOException {
        for (Row row : rows("slope")) {
            List<Point> points = new ArrayList<>();
            for (double each : row.input()) {
                points.add(new Point(points.size(), each));
            }
            WeeklyTrend trend = WeeklyTrend.of(points);
            assertThat(trend.mean()).isCloseTo(row.values()[0], within(SAME));
            assertThat(trend.slope()).isCloseTo(row.values()[1], within(SAME));
        }
        for (Row row : rows("two_shares")) {
            double[] in = row.input();
            assertThat(
                            Significance.z(
                                    new Share((long) in[0], (long) in[1]),
                                    new Share((long) in[2], (long) in[3])))
                    .isCloseTo(row.values()[0], within(SAME));
        }
    }

    /** Each sample is resolved on a day of its own. */
    @Test
    void percentilesAndRanksAsR() throws IOException {
        List<Row> percentiles = rows("percentiles");
        List<Row> ranks = rows("spearman");
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useHandle(
                            db -> {
                                RetentionScenes.client(
                                        db,
                                        "client_a",
                                        "Acme Corp",
                                        "standard",
                                        1,
                                        "2025-01-01",
                                        "2027-01-01");
                                for (int day = 0; day < percentiles.size(); day++) {
                                    double[] seconds = percentiles.get(day).input();
                                    store(db, day, seconds, null);
                                }
                                for (int i = 0; i < ranks.size(); i++) {
                                    double[] in = ranks.get(i).input();
                                    int n = in.length / 2;
                                    store(
                                            db,
                                            percentiles.size() + i,
                                            Arrays.copyOfRange(in, n, in.length),
                                            Arrays.copyOf(in, n));
                                }
                            });
            List<Instant> days = new ArrayList<>();
            for (int day = 0; day <= percentiles.size(); day++) {
                days.add(at(day));
            }
            List<Duration> read =
                    database.database()
                            .read(
                                    tx ->
                                            tx.dao(FamilyDao.class)
                                                    .durations(ALL, Bounds.of(days), List.of()));
            assertThat(read.stream().filter(each -> each.measure().equals("resolution")))
                    .hasSize(percentiles.size())
                    .allSatisfy(
                            each -> {
                                double[] values = percentiles.get(each.no() - 1).values();
                                assertThat(each.mean()).isCloseTo(values[0], within(SAME));
                                assertThat(each.p50()).isCloseTo(values[1], within(SAME));
                                assertThat(each.p90()).isCloseTo(values[2], within(SAME));
                                assertThat(each.p95()).isCloseTo(values[3], within(SAME));
                            });
            for (int i = 0; i < ranks.size(); i++) {
                int day = percentiles.size() + i;
                double found =
                        Objects.requireNonNull(
                                database.database()
                                        .read(
                                                tx ->
                                                        tx.dao(RatingDao.class)
                                                                .correlation(
                                                                        ALL, at(day), at(day + 1)))
                                        .value());
                assertThat(found).isCloseTo(ranks.get(i).values()[0], within(SAME));
            }
        }
    }

    private static Instant at(int day) {
        return Families.startOf(FIRST.plusDays(day));
    }

    private static void store(
            Handle db,
            int day,
            double[] seconds,
            double @org.jspecify.annotations.Nullable [] ratings) {
        PreparedBatch batch =
                db.prepareBatch(
                        """
                        insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status,
                            opened_at, resolved_at, resolution_seconds, satisfaction, satisfaction_scale, satisfaction_at)
                        values ('client_a', :id, 'Help', 'Help', 'P3', 'other', 'resolved', :at, :at, :seconds, :rating,
                            case when :rating::int is not null then 'five_point' end,
                            case when :rating::int is not null then :at::timestamptz end)
                        """);
        for (int i = 0; i < seconds.length; i++) {
            batch.bind("id", "ticket_%d_%d".formatted(day, i))
                    .bind("at", at(day))
                    .bind("seconds", (int) seconds[i])
                    .bind("rating", ratings == null ? null : (Integer) (int) ratings[i])
                    .add();
        }
        batch.execute();
    }

    private static List<Row> rows(String kind) throws IOException {
        try (var file =
                Objects.requireNonNull(
                        PerformanceOracleDaoTest.class.getResourceAsStream("r.csv"))) {
            List<Row> rows =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.split(","))
                            .filter(parts -> parts[0].equals(kind))
                            .map(parts -> new Row(kind, numbers(parts[1]), numbers(parts[2])))
                            .toList();
            assertThat(rows).hasSize(40);
            return rows;
        }
    }

    private static double[] numbers(String words) {
        return Arrays.stream(words.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
