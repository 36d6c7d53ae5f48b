package io.os199.cs.usage;

import static io.os199.cs.usage.UsageScene.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.os199.cs.jobs.TestJobs;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.usage.model.IntakeAnswer;
import io.os199.cs.usage.model.LineCode;
import io.os199.cs.usage.model.LineFault;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Months of events are dropped when their time is over, and what was rolled up from them stays right. */
class UsageRetentionDaoTest {
    @Test
    void theOldestMonthsGoAndWhatTheyCountedStays() {
        try (UsageScene scene = new UsageScene(1)) {
            scene.take(
                    used("a", "2025-11-03")
                            + used("b", "2025-12-04")
                            + used("c", "2026-01-05")
                            + used("d", "2026-03-06"));
            scene.rollUp();
            List<String> before = scene.texts("select * from usage_daily_users");
            retention(scene, 2).run();
            assertThat(dropped(scene))
                    .containsExactly(
                            "(usage_events,2025-11-01)",
                            "(usage_events,2025-12-01)",
                            "(usage_hourly,2025-11-01)",
                            "(usage_hourly,2025-12-01)");
            assertThat(scene.count("usage_events")).isEqualTo(2);
            assertThat(scene.texts("select * from usage_daily_users")).isEqualTo(before);

            // A late day recounts the triple, including the two days that can no longer be counted.
            scene.take(used("late", "2026-01-04"));
            scene.rollUp();
            assertThat(
                            scene.texts(
                                    "select first_used_on, last_used_on, use_day_count, adopted_on,"
                                            + " event_count from usage_user_features"))
                    .containsExactly("(2025-11-03,2026-03-06,5,2026-01-04,5)");
            assertThat(scene.take(used("late", "2025-12-30")).rejected())
                    .extracting(LineFault::code)
                    .containsExactly(LineCode.OUT_OF_RANGE);
        }
    }

    @Test
    void aMonthWhoseRollupIsNotDoneStaysAndSoDoThoseAfterIt() {
        try (UsageScene scene = new UsageScene(1)) {
            scene.take(used("a", "2025-11-03") + used("b", "2025-12-04"));
            retention(scene, 2).run();
            assertThat(dropped(scene)).isEmpty();
            scene.rollUp();
            retention(scene, 0).run();
            assertThat(dropped(scene)).isEmpty();
            retention(scene, 2).run();
            assertThat(dropped(scene)).hasSize(4);
        }
    }

    /** Whoever opened the month died between its hours and its events. */
    @Test
    void aMonthThatHasHoursAloneGoesWithTheOthers() throws Exception {
        try (UsageScene scene = new UsageScene(1)) {
            scene.take(used("a", "2025-12-04") + used("b", "2026-03-05"));
            scene.rollUp();
            Partitions partitions = new Partitions(scene.server.dataSource(), scene.clock);
            YearMonth alone = YearMonth.of(2025, 10);
            partitions.ensure("usage_hourly", alone, alone);
            retention(scene, 2).run();
            assertThat(dropped(scene))
                    .contains("(usage_hourly,2025-10-01)", "(usage_hourly,2025-12-01)");
            assertThat(scene.texts("select to_regclass('usage_hourly_2025_10') is null"))
                    .containsExactly("(t)");
            assertThat(scene.take(used("late", "2025-10-30")).rejected())
                    .extracting(LineFault::code)
                    .containsExactly(LineCode.OUT_OF_RANGE);
        }
    }

    /** The intake has found the month open and is waiting to store while the month is dropped. */
    @Test
    void anEventOfAMonthThatIsJustBeingDroppedIsRefusedBesideOthersThatAreTaken() throws Exception {
        try (UsageScene scene = new UsageScene(1);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            scene.take(used("a", "2025-11-03"));
            scene.rollUp();
            Future<IntakeAnswer> late =
                    scene.database.write(
                            tx -> {
                                LocalDate month = LocalDate.parse("2025-11-01");
                                assertThat(tx.dao(UsageMonthDao.class).drop(month)).isTrue();
                                String lines = used("late", "2025-11-04") + used("b", "2026-03-06");
                                Future<IntakeAnswer> sent = threads.submit(() -> scene.take(lines));
                                TestJobs.until(scene::somebodyWaits);
                                return sent;
                            });
            assertThat(late.get().accepted()).isEqualTo(1);
            assertThat(late.get().rejected())
                    .extracting(LineFault::line, LineFault::code)
                    .containsExactly(tuple(1, LineCode.OUT_OF_RANGE));
        }
    }

    /** A month about to be dropped is counted first, which takes a while. */
    @Test
    void eventsOfOtherMonthsAreTakenWhileAMonthIsCounted() throws Exception {
        try (UsageScene scene = new UsageScene(1);
                ExecutorService threads = Executors.newSingleThreadExecutor();
                Handle owner = scene.server.jdbi().open()) {
            scene.take(used("a", "2025-11-03") + used("b", "2026-03-05"));
            owner.begin();
            owner.execute("lock table usage_events_2025_11 in share mode");
            Future<IntakeAnswer> sent = threads.submit(() -> scene.take(used("c", "2026-03-06")));
            TestJobs.until(() -> sent.isDone() || scene.somebodyWaits());
            boolean waited = !sent.isDone();
            owner.rollback();
            assertThat(waited).isFalse();
            assertThat(sent.get().accepted()).isEqualTo(1);
        }
    }

    @Test
    void onlyTheOldestMonthThatIsOverCanBeDropped() {
        try (UsageScene scene = new UsageScene(1)) {
            scene.take(used("a", "2025-11-03") + used("b", "2025-12-04"));
            scene.rollUp();
            for (String day : List.of("2025-12-01", "2025-11-02", "2100-01-01")) {
                assertThatThrownBy(
                                () ->
                                        scene.database.write(
                                                tx ->
                                                        tx.dao(UsageMonthDao.class)
                                                                .drop(LocalDate.parse(day))))
                        .hasStackTraceContaining("not the ");
            }
            assertThat(dropped(scene)).isEmpty();
        }
    }

    private static UsageRetention retention(UsageScene scene, int months) {
        return new UsageRetention(scene.database, scene.months, months, scene.clock);
    }

    private static String used(String eventId, String day) {
        return line("client_1", eventId, "ana", day + "T08:00:00Z", ",'feature_key':'f'");
    }

    private static List<String> dropped(UsageScene scene) {
        return scene.texts(
                "select table_name, month from table_partitions where dropped_at is not null");
    }
}
