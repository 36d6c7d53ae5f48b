package io.os199.cs.integration.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import io.os199.cs.communication.delivery.DeliveryOutcome;
import io.os199.cs.communication.delivery.OutgoingMail;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.SharedCircuits;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorMetrics;
import io.os199.cs.platform.http.Vendors;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SendGrid as its documentation shows it, answering in every way. */
class SendGridProviderDaoTest {
    private static final OutgoingMail MAIL =
            new OutgoingMail(
                    "message_1",
                    "mailing_1",
                    "product_update",
                    "us@example.com",
                    "Customer success",
                    "ana@example.com",
                    "News",
                    "Hello Ana",
                    "<p>Hello Ana</p>",
                    "https://cs.example.com/u/TOKEN");

    private final WireMockServer vendor =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final IntegrationStates states = new IntegrationStates(server.database(), clock);
    private final MailRows rows = new MailRows(server);
    private volatile String key = "SG.key";
    private SendGrid sendGrid;

    @BeforeEach
    void start() {
        vendor.start();
        states.announce(EnumSet.of(Integration.SENDGRID));
        sendGrid = sendGrid(new SendGridMail(false, true, false));
    }

    @AfterEach
    void stop() {
        sendGrid.close();
        vendor.stop();
        server.close();
    }

    private SendGrid sendGrid(SendGridMail form) {
        PrometheusRegistry registry = new PrometheusRegistry();
        VendorClient client =
                new VendorClient(
                        "sendgrid",
                        URI.create("http://127.0.0.1:" + vendor.port()),
                        () -> "Bearer " + key,
                        new Vendors(
                                new OutsideCalls(registry, Tracing.off()),
                                new VendorMetrics(registry),
                                SharedCircuits.none(),
                                new Vendors.Waiting(clock::advance, new SplittableRandom(7)),
                                clock));
        ServiceStanding standing = new ServiceStanding(Integration.SENDGRID, states);
        return new SendGrid(
                client,
                standing,
                new SendGridProvider(client, form, standing),
                new SuppressionRead(
                        server.database(),
                        client,
                        new MailEvents(
                                new ClientAnswers(Cache.none()),
                                "https://cs.example.com/u/",
                                clock),
                        states,
                        standing,
                        new IntegrationMetrics(registry, clock),
                        clock));
    }

    private DeliveryOutcome answered(ResponseDefinitionBuilder response) {
        vendor.resetAll();
        vendor.stubFor(any(anyUrl()).willReturn(response));
        return sendGrid.provider().send(MAIL);
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    private String state() {
        return rows.text(
                "select state || ' ' || coalesce(last_error_code, '-') from integrations where name"
                        + " = 'sendgrid'");
    }

    @Test
    void aMailIsSentWithItsIdsAndItsLinkToUnsubscribe() {
        assertThat(answered(status(202).withHeader("X-Message-Id", "filter01")))
                .isEqualTo(new DeliveryOutcome.Accepted("filter01"));
        vendor.verify(
                postRequestedFor(urlEqualTo("/v3/mail/send"))
                        .withHeader("Authorization", equalTo("Bearer SG.key"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"personalizations": [{
                                            "to": [{"email": "ana@example.com"}],
                                            "custom_args": {"message_id": "message_1", "campaign_id": "mailing_1"},
                                            "headers": {"List-Unsubscribe": "<https://cs.example.com/u/TOKEN>",
                                                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}}],
                                         "from": {"email": "us@example.com", "name": "Customer success"},
                                         "subject": "News",
                                         "content": [{"type": "text/plain", "value": "Hello Ana"},
                                            {"type": "text/html", "value": "<p>Hello Ana</p>"}],
                                         "categories": ["product_update"],
                                         "tracking_settings": {"click_tracking": {"enable": false, "enable_text": false},
                                            "open_tracking": {"enable": true}, "subscription_tracking": {"enable": false}}}
                                        """)));
        assertThat(state()).isEqualTo("ok -");
    }

    @Test
    void clicksOnOurLinkToUnsubscribeAreNotTracked() {
        vendor.stubFor(any(anyUrl()).willReturn(status(202)));
        sendGrid.provider()
                .send(
                        new OutgoingMail(
                                "message_1",
                                "mailing_1",
                                "product_update",
                                "us@example.com",
                                null,
                                "ana@example.com",
                                "News",
                                "Hello Ana",
                                "<A class='b' href = \"https://cs.example.com/u/TOKEN\">No more</A>"
                                        + "<a href=\"https://x.example/u/1\">More</a>",
                                "https://cs.example.com/u/TOKEN"));
        vendor.verify(
                postRequestedFor(urlEqualTo("/v3/mail/send"))
                        .withRequestBody(
                                matchingJsonPath(
                                        "$.content[1].value",
                                        equalTo(
                                                "<A clicktracking=off class='b' href ="
                                                    + " \"https://cs.example.com/u/TOKEN\">No"
                                                    + " more</A><a"
                                                    + " href=\"https://x.example/u/1\">More</a>"))));
    }

    @Test
    void inTheSandboxNothingIsSentAndWhatIsAbsentIsLeftOut() {
        OutgoingMail bare =
                new OutgoingMail(
                        "staff_mail_1",
                        "",
                        "custom",
                        "us@example.com",
                        null,
                        "a@b.example",
                        "S",
                        "T",
                        null,
                        null);
        String body = new SendGridMail(true, true, true).of(bare);
        assertThat(body)
                .contains("\"mail_settings\":{\"sandbox_mode\":{\"enable\":true}}")
                .contains("\"custom_args\":{\"message_id\":\"staff_mail_1\"}")
                .doesNotContain("headers", "text/html", "name", "null", "campaign_id");
    }

    @Test
    void eachAnswerHasTheOutcomeOfTheTableAndIsAskedForOnce() {
        assertThat(answered(status(429).withHeader("Retry-After", "7")))
                .isEqualTo(new DeliveryOutcome.RefusedForNow("429", Duration.ofSeconds(7)));
        assertThat(answered(status(503).withHeader("Retry-After", "30")))
                .isEqualTo(new DeliveryOutcome.RefusedForNow("503", Duration.ofSeconds(30)));
        assertThat(vendor.getAllServeEvents()).hasSize(1);
        assertThat(answered(status(400))).isEqualTo(new DeliveryOutcome.Invalid("400"));
        assertThat(answered(status(413))).isEqualTo(new DeliveryOutcome.Invalid("413"));
        assertThat(answered(status(500))).isEqualTo(new DeliveryOutcome.Uncertain("500"));
        assertThat(answered(status(502))).isEqualTo(new DeliveryOutcome.Uncertain("502"));
        assertThat(vendor.getAllServeEvents()).hasSize(1);
        assertThat(answered(status(202))).isEqualTo(new DeliveryOutcome.Accepted(null));
        assertThat(answered(status(504))).isEqualTo(new DeliveryOutcome.Uncertain("504"));
        assertThat(answered(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
                .isEqualTo(new DeliveryOutcome.Uncertain("no_answer"));
        assertThat(answered(aResponse().withFault(Fault.EMPTY_RESPONSE)))
                .isEqualTo(new DeliveryOutcome.Uncertain("no_answer"));
        vendor.stop();
        assertThat(sendGrid.provider().send(MAIL))
                .isEqualTo(new DeliveryOutcome.RefusedForNow("connect_error", null));
        sendGrid.provider().send(MAIL);
        assertThat(sendGrid.provider().send(MAIL))
                .isEqualTo(new DeliveryOutcome.NotAsked("circuit_open", Duration.ofSeconds(60)));
        assertThat(state()).isEqualTo("degraded circuit_open");
    }

    @Test
    void aRefusedKeyIsSeenOnceAndMendedByAnotherOrByACheck() {
        assertThat(answered(status(401))).isEqualTo(new DeliveryOutcome.Unauthorized("401"));
        assertThat(sendGrid.provider().send(MAIL))
                .isEqualTo(new DeliveryOutcome.Unauthorized("401"));
        assertThat(vendor.getAllServeEvents()).hasSize(1);
        assertThat(state()).isEqualTo("auth_failed 401");
        vendor.resetAll();
        vendor.stubFor(
                get(urlEqualTo("/v3/scopes")).willReturn(okJson("{\"scopes\":[\"mail.send\"]}")));
        sendGrid.check();
        assertThat(state()).isEqualTo("ok -");
        assertThat(answered(status(403))).isEqualTo(new DeliveryOutcome.Unauthorized("403"));
        key = "SG.next";
        assertThat(answered(status(202))).isEqualTo(new DeliveryOutcome.Accepted(null));
        assertThat(state()).isEqualTo("ok -");
    }

    /** Whatever the outcome of a call, at any log level. */
    @Test
    void noLogHoldsAPersonATextOrTheKey() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        Logger ours = (Logger) LoggerFactory.getLogger("io.os199.cs");
        ours.setLevel(Level.TRACE);
        try {
            for (int status : new int[] {202, 400, 401, 429, 500, 503}) {
                key = "SG.hush" + status;
                answered(status(status).withBody("{\"errors\":[\"ana@example.com\"]}"));
            }
            key = "SG.hush";
            page("bounces", 0, 0, 1);
            sendGrid.suppressionRead().run();
            rows.execute(
                    "insert into webhook_inbox (source, delivery_id, received_at, body,"
                            + " next_attempt_at) values ('sendgrid', 'd', now(), '[{\"email\":"
                            + " \"ana@example.com\"}]', timestamptz '2026-01-01')");
            new WebhookInbox(server.database(), clock)
                    .work(
                            Integration.SENDGRID,
                            (tx, delivery) -> {
                                throw new IllegalStateException(delivery.body());
                            });
        } finally {
            root.detachAppender(logged);
            ours.setLevel(null);
        }
        assertThat(logged.list)
                .filteredOn(each -> each.getLoggerName().startsWith("io.os199.cs"))
                .isNotEmpty()
                .allSatisfy(
                        each -> {
                            assertThat(each.getThrowableProxy()).isNull();
                            assertThat(each.getFormattedMessage())
                                    .doesNotContain("ana@", "p0@", "Hello", "hush", "TOKEN");
                        });
        assertThat(rows.text("select error_code from webhook_inbox"))
                .isEqualTo("IllegalStateException");
    }

    @Test
    void suppressionsAreReadPageByPageAndGoneOnWithWhereTheyEnded() {
        rows.message("m1", "p700@example.com", "sent");
        rows.message("m2", "p3@example.com", "sent");
        rows.message("m3", "u@example.com", "sent");
        page("bounces", 0, 0, 500);
        page("bounces", 500, 500, 500);
        page("bounces", 1000, 1000, 2);
        page("spam_reports", 0, 3, 1);
        page("invalid_emails", 0, 0, 0);
        list("unsubscribes", 0, "{\"email\":\"U@example.com\",\"created\":1}");
        vendor.stubFor(
                get(urlPathEqualTo("/v3/suppression/bounces"))
                        .withQueryParam("offset", equalTo("500"))
                        .inScenario("down")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(status(500))
                        .willSetStateTo("again"));
        vendor.stubFor(
                get(urlPathEqualTo("/v3/suppression/bounces"))
                        .withQueryParam("offset", equalTo("1000"))
                        .inScenario("key")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(status(401))
                        .willSetStateTo("mended"));
        sendGrid.suppressionRead().run();
        assertThat(cursor("bounces")).matches("\\d+ \\d+ 1000 -");
        assertThat(state()).isEqualTo("auth_failed 401");
        assertThat(
                        rows.text(
                                "select coalesce(last_sync_at::text, '-') from integrations where"
                                        + " name = 'sendgrid'"))
                .isEqualTo("-");

        key = "SG.next";
        vendor.resetRequests();
        sendGrid.suppressionRead().run();
        assertThat(
                        vendor.getAllServeEvents().stream()
                                .map(each -> each.getRequest().getUrl())
                                .filter(each -> each.contains("bounces"))
                                .map(each -> each.replaceAll(".*offset=", "")))
                .containsExactly("1000");
        assertThat(
                        rows.text(
                                "select string_agg(email || ' ' || scope || ' ' || reason, ', '"
                                        + " order by email) from email_suppressions"))
                .isEqualTo(
                        "p3@example.com all complaint, p700@example.com all hard_bounce,"
                                + " u@example.com marketing unsubscribe");
        assertThat(state()).isEqualTo("ok -");
        assertThat(cursor("bounces")).startsWith("- 2026-11-11 10:00");

        vendor.resetRequests();
        clock.set("2026-11-12T10:00:00Z");
        page("bounces", 0, 0, 1);
        page("spam_reports", 0, 3, 1);
        page("invalid_emails", 0, 0, 0);
        page("unsubscribes", 0, 0, 0);
        sendGrid.suppressionRead().run();
        long complete =
                Long.parseLong(
                        rows.text(
                                "select extract(epoch from timestamptz '2026-11-11"
                                        + " 10:00:00Z')::bigint::text"));
        String first =
                vendor.getAllServeEvents().stream()
                        .map(each -> each.getRequest().getUrl())
                        .filter(each -> each.contains("spam_reports"))
                        .findFirst()
                        .orElseThrow();
        assertThat(first).contains("limit=500&offset=0").contains("start_time=");
        long from = Long.parseLong(first.replaceAll(".*start_time=(\\d+).*", "$1"));
        // The first run waited a little after the 500.
        assertThat(from).isBetween(complete - 3600, complete - 3600 + 10);
    }

    private String cursor(String list) {
        return rows.text(
                "select coalesce(cursor, '-') || ' ' || coalesce(complete_to::text, '-') from integration_cursors where resource = 'suppression/%s'"
                        .formatted(list));
    }

    private void page(String list, int offset, int first, int count) {
        list(
                list,
                offset,
                IntStream.range(first, first + count)
                        .mapToObj(
                                i ->
                                        "{\"email\":\"p"
                                                + i
                                                + "@example.com\",\"created\":1,\"reason\":\"550\"}")
                        .collect(Collectors.joining(",")));
    }

    private void list(String list, int offset, String entries) {
        vendor.stubFor(
                get(urlPathEqualTo("/v3/suppression/" + list))
                        .withQueryParam("offset", equalTo("" + offset))
                        .willReturn(okJson("[" + entries + "]")));
    }
}
