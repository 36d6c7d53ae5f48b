package io.os199.cs.communication.automation;

import static io.os199.cs.communication.automation.AutomationFixture.email;
import static io.os199.cs.communication.automation.AutomationFixture.event;
import static io.os199.cs.communication.automation.AutomationFixture.task;
import static io.os199.cs.communication.automation.AutomationFixture.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.MortalConnections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

/**
 * Workers that die at any instant while they evaluate and run what is due: one run for each client and occurrence,
 * each of its actions done once. {@code -Dautomations.kills=200} does it on a larger scale.
 */
class AutomationsUnderKillsTest {
    private static final int KILLS = Integer.getInteger("automations.kills", 60);
    private static final int CLIENTS = 40;

    /** The lifetime of a worker in milliseconds. */
    private static final int KILL_WITHIN = 60;

    private final AutomationFixture scene = new AutomationFixture();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void oneRunOfEachOccurrenceAndEachActionOnce() throws Exception {
        scene.clients(CLIENTS);
        scene.automation(
                "Care",
                event(AutomationEvent.LIFECYCLE_CHANGED),
                0,
                task("Call"),
                email(),
                ticket());
        scene.execute("update automations set max_runs_per_day = 100000");
        Random random = new Random(7);
        int occurrences = 0;
        for (int i = 0; i < KILLS; i++) {
            scene.execute(
                    """
                    insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor)
                    select client_id, '%s', 'active', 'at_risk', 'key_1' from clients where client_id >= 'client_%03d' limit 3
                    """
                            .formatted(scene.clock.instant(), 1 + random.nextInt(CLIENTS - 3)));
            occurrences += 3;
            MortalConnections connections = new MortalConnections(scene.server, "worker_" + i);
            Database database = Database.of(connections.pooled());
            Thread one = Thread.ofPlatform().start(() -> live(database));
            Thread other = Thread.ofPlatform().start(() -> live(database));
            Thread.sleep(KILL_WITHIN / 6 + random.nextInt(KILL_WITHIN));
            connections.kill();
            one.join();
            other.join();
            // Its lease has to run out before another worker may take over.
            scene.clock.advance(Duration.ofSeconds(121));
        }
        scene.evaluate();
        scene.perform();
        scene.clock.advance(Duration.ofSeconds(121));
        scene.perform();

        String all = Integer.toString(occurrences);
        assertThat(
                        scene.one(
                                "select count(*) || ' ' || count(distinct (client_id,"
                                    + " occurrence_key)) || ' ' || count(*) filter (where status ="
                                    + " 'completed') from automation_runs"))
                .isEqualTo(all + " " + all + " " + all);
        assertThat(scene.one("select count(*) from automation_run_actions where status = 'done'"))
                .isEqualTo(Integer.toString(3 * occurrences));
        assertThat(scene.one("select count(*) || ' ' || count(distinct source_id) from tasks"))
                .isEqualTo(all + " " + all);
        assertThat(scene.one("select count(*) from email_messages")).isEqualTo(all);
        assertThat(scene.one("select count(*) from tickets")).isEqualTo(all);
        assertThat(
                        scene.one(
                                "select count(*) from timeline_events where source ="
                                        + " 'automate_communications' and title = 'Automation ran:"
                                        + " Care'"))
                .isEqualTo(all);
    }

    private void live(Database database) {
        try {
            while (true) {
                scene.evaluation(database).run();
                scene.dueRuns(database).run();
            }
        } catch (RuntimeException killed) {
            return;
        }
    }
}
