package io.os199.cs.usage;

import static io.os199.cs.usage.UsageScene.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.jobs.TestJobs;
import io.os199.cs.usage.model.IntakeAnswer;
import io.os199.cs.usage.model.MarkedDay;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Events and their rollups agree, in whatever way the events arrived. */
class UsageRollupsDaoTest {
    private static final int CLIENTS = 4;
    private static final int SENDERS = 4;
    private static final int ROLLERS = 3;

    /** Duplicate, out-of-order and late events, sent by several senders at once while several workers roll up. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void rollupsAreAPlainAggregateOfTheDistinctEvents(long seed) throws Exception {
        try (UsageScene scene = new UsageScene(CLIENTS);
                ExecutorService threads = Executors.newFixedThreadPool(ROLLERS)) {
            Random random = new Random(seed);
            List<String> lines = lines(random, 1200);
            AtomicBoolean sending = new AtomicBoolean(true);
            List<Future<Integer>> rollers = new ArrayList<>();
            for (int i = 0; i < ROLLERS; i++) {
                rollers.add(threads.submit(() -> rollWhile(scene, sending)));
            }
            List<Callable<IntakeAnswer>> sends = new ArrayList<>();
            for (int from = 0; from < lines.size(); from += 60) {
                String body = String.join("", lines.subList(from, from + 60));
                sends.add(() -> scene.take(body));
            }
            List<IntakeAnswer> answers;
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                answers = all(senders.invokeAll(sends));
            } finally {
                sending.set(false);
            }
            int accepted = answers.stream().mapToInt(IntakeAnswer::accepted).sum();
            int duplicates = answers.stream().mapToInt(IntakeAnswer::duplicates).sum();
            assertThat(answers).allSatisfy(each -> assertThat(each.rejected()).isEmpty());
            int batches = all(rollers).stream().mapToInt(Integer::intValue).sum();
            scene.rollUp();
            assertThat(batches).isPositive();
            assertThat(accepted).isEqualTo(distinct(lines));
            assertThat(accepted + duplicates).isEqualTo(lines.size());
            assertThat(scene.count("usage_events")).isEqualTo(accepted);
            assertThat(scene.count("usage_dirty_days")).isZero();
            assertThat(scene.rollupRows()).isEqualTo(scene.expectedRows());
            assertThat(scene.texts(LAST_SIGNS)).isEqualTo(scene.texts(LAST_EVENTS));
        }
    }

    private static final String LAST_SIGNS = "select client_id, last_engagement_at from clients";
    private static final String LAST_EVENTS =
            "select client_id, max(occurred_at) from usage_events group by client_id";

    private static <T> List<T> all(List<Future<T>> futures) throws Exception {
        List<T> values = new ArrayList<>();
        for (Future<T> each : futures) {
            values.add(each.get());
        }
        return values;
    }

    private static int rollWhile(UsageScene scene, AtomicBoolean sending) {
        int batches = 0;
        while (sending.get()) {
            if (scene.rollups.rollUpSome()) {
                batches++;
            }
        }
        return batches;
    }

    /** Half of the lines appear twice; the newest days have most of the events. */
    private static List<String> lines(Random random, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            int daysAgo = (int) (random.nextDouble() * random.nextDouble() * 60);
            Instant at =
                    Instant.parse("2026-03-20T11:59:59Z")
                            .minus(daysAgo, ChronoUnit.DAYS)
                            .minusSeconds(random.nextInt(11 * 3600));
            String line =
                    line(
                            "crm-" + (1 + random.nextInt(CLIENTS)),
                            "e" + i,
                            "u" + random.nextInt(5),
                            at.toString(),
                            more(random));
            lines.add(line);
            lines.add(line);
        }
        Collections.shuffle(lines, random);
        return lines;
    }

    private static String more(Random random) {
        String feature =
                random.nextInt(8) == 0 ? "" : ",'feature_key':'f" + random.nextInt(3) + "'";
        String session = random.nextBoolean() ? "" : ",'session_id':'s" + random.nextInt(9) + "'";
        String duration = ",'duration_seconds':" + random.nextInt(1000);
        return feature + session + duration + ",'quantity':" + random.nextInt(50) / 4.0;
    }

    private static int distinct(List<String> lines) {
        Set<String> all = new HashSet<>(lines);
        return all.size();
    }

    @Test
    void aLateEventOfLastMonthChangesThatDayOnly() {
        try (UsageScene scene = new UsageScene(2)) {
            scene.take(
                    line("client_1", "a", "ana", "2026-02-10T10:00:00Z", ",'feature_key':'f'")
                            + line("client_1", "b", "ana", "2026-02-11T10:00:00Z", "")
                            + line("client_1", "c", "ana", "2026-03-20T10:00:00Z", "")
                            + line("client_2", "a", "bob", "2026-02-10T10:00:00Z", ""));
            scene.rollUp();
            String others =
                    "select * from usage_daily_users where (client_id, day) <> ('client_1',"
                            + " '2026-02-10')";
            List<String> before = scene.texts(others);
            assertThat(before).hasSize(3);
            String stamps =
                    "select client_id, day, xmin from usage_daily_users"
                            + " where (client_id, day) <> ('client_1', '2026-02-10')";
            List<String> stampsBefore = scene.texts(stamps);

            scene.take(line("client_1", "late", "ana", "2026-02-10T09:00:00Z", ""));
            assertThat(scene.texts("select client_id, day from usage_dirty_days"))
                    .containsExactly("(client_1,2026-02-10)");
            scene.rollUp();
            assertThat(scene.texts(others)).isEqualTo(before);
            assertThat(scene.texts(stamps)).isEqualTo(stampsBefore);
            assertThat(
                            scene.texts(
                                    "select event_count from usage_daily_users where client_id ="
                                            + " 'client_1' and day = '2026-02-10'"))
                    .containsExactly("(2)");
            assertThat(scene.texts("select usage_seq from clients where client_id = 'client_1'"))
                    .containsExactly("(2)");
        }
    }

    @Test
    void theThirdDayOfUseIsTheOneOfAdoptionAlsoWhenADayComesLate() {
        try (UsageScene scene = new UsageScene(1)) {
            for (String day : List.of("10", "12", "14", "16")) {
                scene.take(used("e" + day, day));
                scene.rollUp();
            }
            assertThat(adoption(scene)).containsExactly("(2026-03-10,2026-03-16,4,2026-03-14,4)");
            scene.take(used("again", "16"));
            scene.rollUp();
            assertThat(adoption(scene)).containsExactly("(2026-03-10,2026-03-16,4,2026-03-14,5)");
            scene.take(used("late", "11"));
            scene.rollUp();
            assertThat(adoption(scene)).containsExactly("(2026-03-10,2026-03-16,5,2026-03-12,6)");
        }
    }

    private static String used(String eventId, String day) {
        return line(
                "client_1", eventId, "ana", "2026-03-" + day + "T08:00:00Z", ",'feature_key':'f'");
    }

    private static List<String> adoption(UsageScene scene) {
        return scene.texts(
                "select first_used_on, last_used_on, use_day_count, adopted_on, event_count from"
                        + " usage_user_features");
    }

    /** A worker that claimed a day which another has since rolled up must not mistake a new mark for the one it saw. */
    @Test
    void aMarkThatComesAgainIsAnother() {
        try (UsageScene scene = new UsageScene(1)) {
            scene.take(used("first", "19"));
            List<MarkedDay> seen = claimed(scene);
            scene.rollUp();
            scene.take(used("second", "19"));
            assertThat(claimed(scene))
                    .hasSize(1)
                    .doesNotContainAnyElementsOf(seen)
                    .extracting(MarkedDay::clientDay)
                    .containsExactly(seen.getFirst().clientDay());
        }
    }

    private static List<MarkedDay> claimed(UsageScene scene) {
        return scene.database.write(tx -> tx.dao(UsageRollupDao.class).claim(10));
    }

    /** Another event arrives after a batch has begun: its sender does not wait, and the day stays marked. */
    @Test
    void anEventThatComesDuringTheRewriteOfItsDayIsRolledUpNext() throws Exception {
        try (UsageScene scene = new UsageScene(1);
                ExecutorService threads = Executors.newSingleThreadExecutor();
                Handle owner = scene.server.jdbi().open()) {
            scene.take(used("first", "19"));
            owner.begin();
            owner.execute("lock table usage_user_features in access exclusive mode");
            Future<Boolean> rewrite = threads.submit(scene.rollups::rollUpSome);
            TestJobs.until(scene::somebodyWaits);
            assertThat(scene.take(used("second", "19")).accepted()).isEqualTo(1);
            owner.rollback();
            assertThat(rewrite.get()).isTrue();
            assertThat(scene.texts("select event_count from usage_daily_users"))
                    .containsExactly("(1)");
            assertThat(scene.count("usage_dirty_days")).isEqualTo(1);
            scene.rollUp();
            assertThat(scene.count("usage_dirty_days")).isZero();
            assertThat(scene.rollupRows()).isEqualTo(scene.expectedRows());
        }
    }

    @Test
    void aDayThatOthersHoldIsPassedOverAndWaitedForOnlyAfterAWhile() throws Exception {
        try (UsageScene scene = new UsageScene(2);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            scene.take(
                    used("first", "19") + line("client_2", "x", "bob", "2026-03-19T08:00:00Z", ""));
            Future<Boolean> waiting =
                    scene.database.write(
                            tx -> {
                                assertThat(tx.dao(UsageRollupDao.class).claim(1)).hasSize(1);
                                assertThat(scene.rollups.rollUpSome()).isTrue();
                                assertThat(scene.rollups.rollUpSome()).isFalse();
                                scene.clock.advance(Duration.ofSeconds(21));
                                Future<Boolean> rolled = threads.submit(scene.rollups::rollUpSome);
                                TestJobs.until(scene::somebodyWaits);
                                return rolled;
                            });
            assertThat(waiting.get()).isTrue();
            assertThat(scene.count("usage_dirty_days")).isZero();
            assertThat(scene.rollupRows()).isEqualTo(scene.expectedRows());
        }
    }
}
