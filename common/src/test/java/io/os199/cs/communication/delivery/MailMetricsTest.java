package io.os199.cs.communication.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The metrics of waiting mail. */
class MailMetricsTest {
    private final DeliveryFixture fixture = new DeliveryFixture();
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @AfterEach
    void close() {
        fixture.close();
    }

    private double figure(String name) {
        return registry.scrape(each -> each.equals(name)).stream()
                .map(GaugeSnapshot.class::cast)
                .mapToDouble(each -> each.getDataPoints().getFirst().getValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyWhatMayGoIsLateAndWhatIsHeldOrInDoubtIsCounted() {
        MailMetrics.register(registry, fixture.server.database(), fixture.clock);
        assertThat(figure("email_oldest_due_seconds")).isZero();
        fixture.clients(3);
        fixture.campaign("spring", "service", 3);
        fixture.campaign("held", "service", 2);
        fixture.campaign("draft", "service", 2);
        fixture.campaign("tried", "service", 2);
        fixture.execute(
                """
                update email_campaigns set status = campaign_id where campaign_id in ('held', 'draft');
                update email_messages set next_attempt_at = '2026-11-01' where campaign_id <> 'spring';
                update email_campaigns set held_at = '2026-11-01' where campaign_id = 'tried';
                update email_messages set status = 'unconfirmed' where message_id = 'spring_3';
                """);
        fixture.pass(Duration.ofMinutes(10));
        assertThat(figure("email_oldest_due_seconds")).isEqualTo(600);
        assertThat(figure("email_campaigns_held")).isEqualTo(2);
        assertThat(figure("email_messages_unconfirmed")).isEqualTo(1);
    }
}
