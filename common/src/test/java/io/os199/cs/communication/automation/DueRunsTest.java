package io.os199.cs.communication.automation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import static io.os199.cs.communication.automation.AutomationFixture.email;
import static io.os199.cs.communication.automation.AutomationFixture.event;
import static io.os199.cs.communication.automation.AutomationFixture.health;
import static io.os199.cs.communication.automation.AutomationFixture.inApp;
import static io.os199.cs.communication.automation.AutomationFixture.task;
import static io.os199.cs.communication.automation.AutomationFixture.ticket;
import static io.os199.cs.communication.automation.AutomationFixture.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.Crossing;
import io.os199.cs.communication.model.ProviderKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The outcome of due runs: each action is done once, and what it creates. */
class DueRunsTest {
    private final AutomationFixture scene = new AutomationFixture();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Triggers every automation for the first client. */
    private void fall() {
        scene.execute("update contacts set left_company_at = null");
        scene.execute(
                "insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage,"
                        + " actor) values ('client_001', '2026-11-01T00:01:00Z', 'active',"
                        + " 'at_risk', 'key_1')");
        scene.clock.advance(Duration.ofMinutes(5));
        scene.evaluate();
    }

    private List<String> actions() {
        return scene.all(
                "select action_no || ' ' || type || ' ' || status || coalesce(' ' || error, '')"
                        + " from automation_run_actions order by action_no");
    }

    @Test
    void eachActionMakesWhatItSaysAndTheTimelineTellsIt() {
        scene.clients(2);
        scene.execute(
                "insert into integrations (name, enabled, state) values ('intercom', true, 'ok')"
                        + " on conflict (name) do update set enabled = true, state = 'ok'");
        scene.automation(
                "Care",
                event(AutomationEvent.LIFECYCLE_CHANGED),
                0,
                task("Call them"),
                email(),
                ticket(),
                inApp());
        fall();
        assertThat(scene.perform()).isEqualTo(1);
        assertThat(scene.perform()).isZero();
        assertThat(actions())
                .containsExactly(
                        "1 create_task done",
                        "2 send_email done",
                        "3 create_ticket done",
                        "4 send_in_app_notification done");
        assertThat(
                        scene.one(
                                "select title || ', ' || owner || ', ' || priority || ', ' ||"
                                        + " due_date || ', ' || source from tasks"))
                .isEqualTo("Call them, Ada, high, 2026-11-04, automation");
        assertThat(
                        scene.one(
                                "select m.subject || ', ' || m.contact_email || ', ' || c.status ||"
                                        + " ', ' || c.message_class from email_messages m join"
                                        + " email_campaigns c using (campaign_id)"))
                .isEqualTo("Hello Client 1, client_001@client.example, sending, service");
        assertThat(
                        scene.one(
                                "select subject || ', ' || description_text || ', ' || priority ||"
                                        + " ', ' || source from tickets"))
                .isEqualTo("Look into it, Their score fell, P2, local");
        assertThat(
                        scene.one(
                                "select o.integration || ' ' || o.operation || ' ' || (o.payload"
                                    + " ->> 'action_no') || ' ' || (o.ref_id = r.run_id || '/4')"
                                    + " from integration_outbox o, automation_runs r"))
                .isEqualTo("intercom in_app_message 4 true");
        assertThat(
                        scene.one(
                                "select type || ': ' || title from timeline_events where source ="
                                        + " 'automate_communications' and type = 'communication'"))
                .isEqualTo("communication: Automation ran: Care");
        assertThat(scene.runs()).singleElement().asString().endsWith("completed");
    }

    @Test
    void withoutAProviderNothingWaitsToBeSentLater() {
        scene.provider = ProviderKind.NONE;
        scene.clients(1);
        scene.automation("Mail", event(AutomationEvent.LIFECYCLE_CHANGED), 0, email(), inApp());
        scene.automation(
                "Both", event(AutomationEvent.LIFECYCLE_CHANGED), 0, email(), task("Call"));
        fall();
        scene.perform();
        assertThat(
                        scene.all(
                                "select a.name || ' ' || r.status from automation_runs r join"
                                        + " automations a using (automation_id) order by a.name"))
                .containsExactly("Both completed", "Mail skipped_no_provider");
        assertThat(scene.one("select count(*) from email_campaigns")).isEqualTo("0");
        assertThat(scene.one("select count(*) from integration_outbox")).isEqualTo("0");
    }

    @Test
    void whoMayNotBeWrittenToIsNotAndTheRunSaysWhy() {
        scene.clients(1);
        scene.execute(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('client_001@client.example', 'all', 'complaint', 'test')");
        scene.automation(
                "Mail", event(AutomationEvent.LIFECYCLE_CHANGED), 0, email(), task("Call"));
        fall();
        scene.perform();
        assertThat(actions())
                .containsExactly("1 send_email failed suppressed", "2 create_task done");
        assertThat(scene.runs()).singleElement().asString().endsWith("failed");
    }

    @Test
    void whatIsOverWhenARunIsDueIsNotDoneAndWhatIsPausedWaits() {
        scene.clients(2);
        String id = scene.automation("Low", health(Crossing.BELOW, 50), 0, task("Call"));
        scene.execute("update automations set delay_minutes = 120");
        scene.score("client_001", "2026-11-01", 49);
        scene.score("client_002", "2026-11-01", 40);
        scene.clock.advance(Duration.ofHours(3));
        scene.evaluate();
        assertThat(scene.perform()).isZero();
        scene.execute("update health_scores set overall = 50 where client_id = 'client_001'");
        scene.clock.advance(Duration.ofHours(2));
        scene.execute("update automations set status = 'paused'");
        assertThat(scene.perform()).isZero();
        scene.execute("update automations set status = 'active'");
        // A failed attempt does not change that.
        scene.execute(
                "insert into automation_run_actions (client_id, run_id, action_no, type, status,"
                        + " attempts) select client_id, run_id, 1, 'create_task', 'pending', 1 from"
                        + " automation_runs where client_id = 'client_001'");
        assertThat(scene.perform()).isEqualTo(2);
        assertThat(scene.runs())
                .containsExactly(
                        "client_001 2026-11-01 skipped_condition",
                        "client_002 2026-11-01 completed");
        // A run that could not be processed for a day is reported as late.
        scene.score("client_001", "2026-11-02", 55);
        scene.score("client_001", "2026-11-03", 40);
        scene.clock.advance(Duration.ofHours(46));
        scene.evaluate();
        scene.clock.advance(Duration.ofHours(30));
        scene.perform();
        assertThat(scene.runs()).contains("client_001 2026-11-03 skipped_late");
        assertThat(id).isNotEmpty();
    }

    @Test
    void aWebhookIsSignedToldOnceMoreWhereItFailsAndGivenUpAfterFive() throws Exception {
        SSLContext usual = SSLContext.getDefault();
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Trusting()}, null);
        SSLContext.setDefault(trusting);
        WireMockServer hooks =
                new WireMockServer(
                        WireMockConfiguration.options().dynamicHttpsPort().httpDisabled(true));
        hooks.start();
        try {
            scene.clients(1);
            scene.automation(
                    "Hook",
                    event(AutomationEvent.LIFECYCLE_CHANGED),
                    0,
                    webhook("https://localhost:" + hooks.httpsPort() + "/cs"),
                    task("Call"));
            hooks.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
            fall();
            DueRuns worker = scene.dueRuns(scene.server.database());
            assertThat(worker.run()).isZero();
            hooks.resetAll();
            hooks.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
            // Not before its time, and by whichever worker is there then.
            assertThat(worker.run()).isZero();
            scene.clock.advance(Duration.ofMinutes(3));
            assertThat(scene.perform()).isEqualTo(1);
            LoggedRequest told = hooks.findAll(anyRequestedFor(anyUrl())).getFirst();
            assertThat(hooks.getAllServeEvents()).hasSize(1);
            String runId = scene.one("select run_id from automation_runs");
            assertThat(told.getHeader("Idempotency-Key")).isEqualTo(runId + "/1");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            "a key that signs".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = told.getHeader("X-CS-Timestamp") + "." + told.getBodyAsString();
            assertThat(told.getHeader("X-CS-Signature"))
                    .isEqualTo(
                            "sha256="
                                    + HexFormat.of()
                                            .formatHex(
                                                    mac.doFinal(
                                                            signed.getBytes(
                                                                    StandardCharsets.UTF_8))));
            assertThat(told.getBodyAsString())
                    .contains("\"client_id\":\"client_001\"", "lifecycle_changed")
                    .doesNotContain("Person", "@");
            assertThat(actions()).containsExactly("1 trigger_webhook done", "2 create_task done");

            scene.automation(
                    "Gone",
                    event(AutomationEvent.CONTACT_LEFT),
                    0,
                    webhook("https://localhost:" + hooks.httpsPort() + "/cs"));
            hooks.resetAll();
            hooks.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
            scene.execute("update contacts set left_company_at = '2026-11-01T00:09:00Z'");
            scene.clock.advance(Duration.ofMinutes(5));
            scene.evaluate();
            for (int i = 0; i < 5; i++) {
                scene.perform();
                scene.clock.advance(Duration.ofMinutes(40));
            }
            scene.perform();
            assertThat(hooks.getAllServeEvents()).hasSize(5);
            assertThat(
                            scene.one(
                                    "select r.status || ' ' || x.status || ' ' || x.attempts || ' '"
                                            + " || x.error from automation_runs r join"
                                            + " automation_run_actions x using (client_id, run_id)"
                                            + " where r.occurrence_key = 'contact_client_001'"))
                    .isEqualTo("failed failed 5 no_answer");
        } finally {
            hooks.stop();
            SSLContext.setDefault(usual);
        }
    }

    @Test
    void onlyHostsThatAreNamedMayBeTold() {
        for (String url :
                List.of(
                        "http://hooks.example.com/",
                        "https://hooks.example.com.evil.example/",
                        "https://hooks.example.com@evil.example/",
                        "https://10.0.0.1/",
                        "ftp://hooks.example.com",
                        "https:///x",
                        "not a url",
                        "")) {
            assertThat(AutomationWebhooks.fault(url, scene.terms)).as(url).isPresent();
        }
        assertThat(AutomationWebhooks.fault("https://HOOKS.example.com/a?b=c", scene.terms))
                .isEmpty();
    }

    /** Accepts the certificate of a test server. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
