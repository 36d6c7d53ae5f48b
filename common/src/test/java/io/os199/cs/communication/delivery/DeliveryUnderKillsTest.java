package io.os199.cs.communication.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.MortalConnections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workers that die at any instant: their connections break in the middle of whatever they do, and nothing of theirs
 * is written any more. {@code -Ddeliver.messages=10000} does it on a larger scale.
 */
class DeliveryUnderKillsTest {
    private static final int MESSAGES = Integer.getInteger("deliver.messages", 1_500);
    private static final int KILLS = Integer.getInteger("deliver.kills", 50);

    /** The lifetime of a worker in milliseconds. */
    private static final int KILL_WITHIN = Integer.getInteger("deliver.killWithin", 100);

    private final DeliveryFixture fixture = new DeliveryFixture();
    private final Map<String, AtomicInteger> handedOver = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void eachMessageIsHandedOverAtMostOnceAndNoneIsForgotten() throws Exception {
        fixture.clients(MESSAGES);
        fixture.campaign("spring", "service", MESSAGES);
        Random random = new Random(42);
        MailProvider provider = new CountingProvider();

        int kills = 0;
        for (int i = 0; kills < KILLS; i++) {
            MortalConnections connections = new MortalConnections(fixture.server, "worker_" + i);
            Delivery worker =
                    fixture.worker(
                            "worker_" + i, Database.of(connections.pooled()), provider, false);
            Thread life = Thread.ofPlatform().start(() -> live(worker));
            int before = handedOver.size();
            Thread.sleep(KILL_WITHIN / 6 + random.nextInt(KILL_WITHIN));
            // So that even on a busy machine it dies while it works.
            for (int wait = 0;
                    handedOver.size() == before && wait < 200 && life.isAlive();
                    wait++) {
                Thread.sleep(10);
            }
            connections.kill();
            life.join();
            kills++;
            // Its lease has to run out before another worker may take over.
            fixture.pass(Duration.ofSeconds(121));
        }
        fixture.deliver(fixture.worker(provider));
        Map<String, Long> before = fixture.statuses();
        fixture.pass(Duration.ofMinutes(61));
        fixture.deliver(fixture.worker(provider));

        assertThat(handedOver.values()).allMatch(times -> times.get() == 1);
        Map<String, Long> after = fixture.statuses();
        assertThat(after.keySet()).isSubsetOf("sent", "failed");
        assertThat(after.get("sent") + after.getOrDefault("failed", 0L)).isEqualTo(MESSAGES);
        // Whatever is marked as sent was handed over; what was in doubt is reported as unknown and
        // nothing else.
        assertThat(fixture.all("select message_id from email_messages where status = 'sent'"))
                .allMatch(handedOver::containsKey);
        assertThat(
                        fixture.all(
                                "select distinct last_error from email_messages where status ="
                                        + " 'failed'"))
                .isSubsetOf("delivery_unknown");
        assertThat(after.getOrDefault("failed", 0L))
                .isEqualTo(
                        before.getOrDefault("unconfirmed", 0L) + before.getOrDefault("failed", 0L))
                .isPositive()
                // For each killed worker, the messages that it had under way.
                .isLessThanOrEqualTo(4L * KILLS);
        assertThat(fixture.one("select status from email_campaigns")).isEqualTo("sent");
    }

    private static void live(Delivery worker) {
        try {
            worker.settleWhatIsLeft();
            while (worker.deliverSome()) {
                continue;
            }
        } catch (RuntimeException killed) {
            return;
        }
    }

    /** Counts what it is handed, and takes its time. */
    private final class CountingProvider implements MailProvider {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public DeliveryOutcome send(OutgoingMail mail) {
            handedOver
                    .computeIfAbsent(mail.messageId(), _ -> new AtomicInteger())
                    .incrementAndGet();
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new DeliveryOutcome.Accepted(null);
        }

        @Override
        public boolean isUsable() {
            return true;
        }
    }
}
