package io.os199.cs.integration.mixpanel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Days of Mixpanel events, read into a database of their own, on 2026-11-11. */
class MixpanelEventsDaoTest {
    private static final byte[] NOTHING = zip("");

    private final WireMockServer vendor =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().gzipDisabled(true));
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:20:00Z");
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private Mixpanel mixpanel;

    @BeforeEach
    void start() {
        vendor.start();
        server.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "insert into client_names (client_id, name, external_id) values"
                                            + " ('client_1', 'One', 'crm-1'), ('client_2', 'Two',"
                                            + " 'crm-2')");
                            db.execute(
                                    "insert into clients (client_id, name, company_name,"
                                            + " external_id) select client_id, name, name,"
                                            + " external_id from client_names");
                        });
        mixpanel = MixpanelFixture.mixpanel(vendor.port(), server, registry, clock);
        every(packed(NOTHING));
    }

    @AfterEach
    void stop() {
        mixpanel.close();
        vendor.stop();
        server.close();
    }

    private static byte[] zip(String lines) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static ResponseDefinitionBuilder packed(byte[] body) {
        return ok().withHeader("Content-Type", "text/plain")
                .withHeader("Content-Encoding", "gzip")
                .withBody(body);
    }

    private static String line(String group, String user, String at, String insertId) {
        return "{\"event\":\"Report opened\",\"properties\":{\"distinct_id\":\"%s\",\"time\":%d,\"company_id\":\"%s\",\"$insert_id\":\"%s\",\"$city\":\"Bonn\"}}\n"
                .formatted(user, Instant.parse(at).toEpochMilli(), group, insertId);
    }

    private void every(ResponseDefinitionBuilder response) {
        vendor.resetMappings();
        vendor.stubFor(any(anyUrl()).willReturn(response));
    }

    private void on(String day, ResponseDefinitionBuilder response) {
        vendor.stubFor(
                get(urlPathEqualTo("/api/2.0/export"))
                        .withQueryParam("from_date", equalTo(day))
                        .withQueryParam("to_date", equalTo(day))
                        .willReturn(response));
    }

    private void run(String sync) {
        mixpanel.syncs().stream().filter(each -> each.name().equals(sync)).forEach(Sync::run);
    }

    private void hour() {
        vendor.resetRequests();
        run("mixpanel-events");
    }

    private void night() {
        vendor.resetRequests();
        run("mixpanel-late-events");
    }

    /** Returns the requested days in the order of the requests. */
    private String asked() {
        return vendor.getAllServeEvents().reversed().stream()
                .map(
                        each ->
                                each.getRequest()
                                        .queryParameter("from_date")
                                        .firstValue()
                                        .substring(5))
                .collect(Collectors.joining(" "));
    }

    private String text(String sql) {
        return server.jdbi()
                .withHandle(
                        db ->
                                db.createQuery("select (" + sql + ")::text")
                                        .mapTo(String.class)
                                        .findOne()
                                        .orElse(""));
    }

    private String cursor() {
        return text(
                "select complete_to at time zone 'UTC' from integration_cursors where name ="
                        + " 'mixpanel'");
    }

    private String state() {
        return text(
                "select concat_ws(' ', state, last_error_code) from integrations where name ="
                        + " 'mixpanel'");
    }

    private double rows(String result) {
        return registry.scrape("integration_sync_rows"::equals).stream()
                .flatMap(each -> ((CounterSnapshot) each).getDataPoints().stream())
                .filter(each -> result.equals(each.getLabels().get("result")))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }

    @Test
    void aDayIsStoredOnceHoweverOftenItIsToldAndTheCursorStandsAtTheLastNight() {
        String lines =
                IntStream.range(0, 4_500)
                        .mapToObj(
                                i ->
                                        line(
                                                i % 2 == 0 ? "crm-1" : "crm-2",
                                                "u" + i % 10,
                                                "2026-11-10T%02d:%02d:00Z"
                                                        .formatted(i % 24, i % 60),
                                                "i" + i))
                        .collect(Collectors.joining());
        on("2026-11-10", packed(zip(lines + lines + "\n\nno JSON\n")));
        hour();
        assertThat(asked()).isEqualTo("11-11 11-04 11-05 11-06 11-07 11-08 11-09 11-10");
        assertThat(cursor()).isEqualTo("2026-11-10 00:00:00");
        assertThat(server.count("usage_events where source = 'mixpanel'")).isEqualTo(4_500);
        assertThat(rows("stored")).isEqualTo(4_500);
        assertThat(rows("unchanged")).isEqualTo(4_500);
        assertThat(rows("bad")).isEqualTo(1);
        assertThat(
                        text(
                                "select string_agg(client_id || ' ' || user_key, ', ' order by 1)"
                                        + " from product_users where user_key in ('u1', 'u2')"))
                .isEqualTo("client_1 u2, client_2 u1");
        assertThat(server.count("usage_dirty_days where day = '2026-11-10'")).isEqualTo(2);
        assertThat(server.count("usage_events where feature_key = 'reports'")).isEqualTo(4_500);
        assertThat(state()).isEqualTo("ok");
        vendor.verify(
                getRequestedFor(anyUrl())
                        .withQueryParam("project_id", equalTo("77"))
                        .withQueryParam("time_in_ms", equalTo("true"))
                        .withHeader("Authorization", equalTo("Basic YWNjOmh1c2g=")));

        clock.set("2026-11-11T11:20:00Z");
        hour();
        assertThat(asked()).isEqualTo("11-11 11-10");
        clock.set("2026-11-12T03:05:00Z");
        night();
        assertThat(asked()).isEqualTo("11-10 11-11 11-09 11-08 11-07 11-06 11-05");
        assertThat(cursor()).isEqualTo("2026-11-12 00:00:00");
        clock.set("2026-11-12T03:20:00Z");
        hour();
        assertThat(asked()).isEqualTo("11-12 11-11");
        assertThat(cursor()).isEqualTo("2026-11-12 00:00:00");
        assertThat(server.count("usage_events")).isEqualTo(4_500);
    }

    @Test
    void aDayThatIsCutOffStaysOpenAndKeepsWhatCame() {
        night();
        assertThat(cursor()).isEqualTo("2026-11-11 00:00:00");
        String lines =
                IntStream.range(0, 9_000)
                        .mapToObj(
                                i ->
                                        line(
                                                "crm-1",
                                                "u" + (i * 7919 % 1000),
                                                "2026-11-11T%02d:%02d:00Z"
                                                        .formatted(i % 24, i % 60),
                                                "i" + i * 31_337))
                        .collect(Collectors.joining());
        byte[] whole = zip(lines);
        on("2026-11-11", packed(Arrays.copyOf(whole, whole.length / 2)));
        clock.set("2026-11-12T03:05:00Z");
        night();
        assertThat(asked()).isEqualTo("11-11");
        assertThat(cursor()).isEqualTo("2026-11-11 00:00:00");
        assertThat(state()).isEqualTo("degraded no_answer");
        assertThat(server.count("usage_events")).isBetween(2_000L, 8_000L);
        on("2026-11-11", packed(whole));
        clock.set("2026-11-13T03:05:00Z");
        night();
        assertThat(server.count("usage_events")).isEqualTo(9_000);
        assertThat(cursor()).isEqualTo("2026-11-13 00:00:00");
        assertThat(state()).isEqualTo("ok");
    }

    @Test
    void eventsOfThreeDaysAgoComeWithTheNight() {
        night();
        on("2026-11-08", packed(zip(line("crm-1", "late", "2026-11-08T23:59:59Z", "i"))));
        hour();
        assertThat(server.count("usage_events")).isZero();
        clock.set("2026-11-12T03:05:00Z");
        night();
        assertThat(server.count("usage_events where user_key = 'late'")).isEqualTo(1);
        assertThat(server.count("usage_dirty_days where day = '2026-11-08'")).isEqualTo(1);
    }

    @Test
    void whatBelongsToNobodyIsCountedAndReadOnceItIsKnownWhose() {
        on(
                "2026-11-06",
                packed(
                        zip(
                                line("g-9", "a", "2026-11-06T08:00:00Z", "i1")
                                        + line("g-9", "a", "2026-11-06T09:00:00Z", "i2")
                                        + line("crm-1", "b", "2026-11-06T09:00:00Z", "i3"))));
        on("2026-11-11", packed(zip(line("g-9", "a", "2026-11-11T10:00:00Z", "i4"))));
        hour();
        hour();
        assertThat(server.count("usage_events")).isEqualTo(1);
        assertThat(
                        text(
                                "select kind || ' ' || remote_id || ' ' || row_count || ' ' ||"
                                        + " (first_seen_at at time zone 'UTC') from"
                                        + " integration_unmatched where source = 'mixpanel'"))
                .isEqualTo("group g-9 2 2026-11-06 08:00:00");
        server.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into external_refs (source, kind, remote_id,"
                                                + " client_id, set_by, set_at) values ('mixpanel',"
                                                + " 'group', 'g-9', 'client_2', 'key_1', now())"));
        server.database()
                .write(
                        tx -> {
                            new SyncCursors(clock)
                                    .reread(
                                            tx,
                                            Integration.MIXPANEL,
                                            Instant.parse("2026-11-06T08:00:00Z"));
                            return true;
                        });
        hour();
        assertThat(asked()).isEqualTo("11-11 11-06 11-07 11-08 11-09 11-10");
        assertThat(server.count("usage_events where client_id = 'client_2'")).isEqualTo(3);
        assertThat(cursor()).isEqualTo("2026-11-10 00:00:00");
    }

    @Test
    void aRefusedKeyIsSaidOnceAndNothingIsLostOnceItIsAnother() {
        every(aResponse().withStatus(401));
        hour();
        hour();
        assertThat(vendor.getAllServeEvents()).isEmpty();
        assertThat(state()).isEqualTo("auth_failed 401");
        assertThat(cursor()).isEmpty();
        every(packed(NOTHING));
        on("2026-11-05", packed(zip(line("crm-1", "u", "2026-11-05T08:00:00Z", "i"))));
        mixpanel.check();
        assertThat(state()).isEqualTo("ok");
        hour();
        assertThat(server.count("usage_events")).isEqualTo(1);
        assertThat(cursor()).isEqualTo("2026-11-10 00:00:00");
    }

    @Test
    void aDayThatIsNotHandedOutEndsTheRun() {
        List<ResponseDefinitionBuilder> answers =
                List.of(
                        aResponse().withStatus(429).withHeader("Retry-After", "900"),
                        aResponse().withStatus(400),
                        ok("<html>").withHeader("Content-Type", "text/html"),
                        aResponse().withStatus(302).withHeader("Location", "/elsewhere"));
        List<String> codes = List.of("429", "400", "200_unexpected", "302_unexpected");
        for (int i = 0; i < answers.size(); i++) {
            every(answers.get(i));
            hour();
            assertThat(asked()).isEqualTo("11-11");
            assertThat(state()).isEqualTo("degraded " + codes.get(i));
            assertThat(cursor()).isEmpty();
        }
        Instant before = clock.instant();
        every(aResponse().withStatus(429).withHeader("Retry-After", "7"));
        hour();
        assertThat(asked()).isEqualTo("11-11 11-11 11-11 11-11 11-11");
        assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(28));
        every(aResponse().withStatus(503));
        hour();
        assertThat(state()).isEqualTo("degraded 503");
    }
}
