package io.os199.cs.integration.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.os199.cs.communication.delivery.DeliveryOutcome;
import io.os199.cs.communication.delivery.OutgoingMail;
import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.config.SmtpConfig;
import io.os199.cs.platform.config.SmtpConfig.Security;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.Secret;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Mail over real SMTP: what arrives, and how each behavior of a server is interpreted. */
class SmtpProviderTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final OutsideCalls calls = new OutsideCalls(metrics, Tracing.off());

    @Test
    void aMailArrivesInBothFormsWithItsLinkToUnsubscribe() throws Exception {
        GreenMail server = started();
        try (SmtpProvider provider = provider(server.getSmtp().getPort(), "us", "geheim")) {
            DeliveryOutcome outcome =
                    provider.send(mail("ana@acme.example", "Grüße, Ana", "<p>Hé</p>"));
            assertThat(outcome)
                    .isEqualTo(new DeliveryOutcome.Accepted("<message_1@vendor.example>"));
            // The connection is reused.
            assertThat(provider.send(mail("bo@acme.example", "Two", null)))
                    .isInstanceOf(DeliveryOutcome.Accepted.class);

            MimeMessage first = server.getReceivedMessages()[0];
            assertThat(first.getSubject()).isEqualTo("Grüße, Ana");
            assertThat(first.getFrom()[0]).hasToString("\"Team, ours\" <team@vendor.example>");
            assertThat(first.getHeader("List-Unsubscribe"))
                    .containsExactly("<https://cs.example.com/u/abc.def>");
            assertThat(first.getHeader("List-Unsubscribe-Post"))
                    .containsExactly("List-Unsubscribe=One-Click");
            assertThat(first.getHeader("Message-ID")).containsExactly("<message_1@vendor.example>");
            MimeMultipart parts = (MimeMultipart) first.getContent();
            assertThat(parts.getBodyPart(0).getContent().toString().strip())
                    .isEqualTo("Hello Ana\n.\nA dot alone".replace("\n", "\r\n"));
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
            assertThat(parts.getBodyPart(1).getContent().toString().strip()).isEqualTo("<p>Hé</p>");
            assertThat(server.getReceivedMessages()[1].getContentType()).startsWith("text/plain");
            assertThat(provider.isUsable()).isTrue();
        } finally {
            server.stop();
        }
    }

    @Test
    void aWrongPasswordHoldsTheMail() {
        GreenMail server = started();
        try (SmtpProvider provider = provider(server.getSmtp().getPort(), "us", "falsch")) {
            assertThat(provider.send(mail("ana@acme.example", "One", null)))
                    .isInstanceOf(DeliveryOutcome.Unauthorized.class);
            assertThat(provider.isUsable()).isFalse();
            assertThat(server.getReceivedMessages()).isEmpty();
            assertThat(calls("535")).isEqualTo(2);
        } finally {
            server.stop();
        }
    }

    /** Until the last line has left, a failure is a certain refusal; from then on only the server's answer decides. */
    @ParameterizedTest
    @CsvSource({
        "GREETING, 421 busy, RefusedForNow, 0",
        "GREETING, hangs up, RefusedForNow, 0",
        "MAIL, 530 log in, Unauthorized, 0",
        "MAIL, 550 not your address, Unauthorized, 0",
        "MAIL, 553 not your address, Unauthorized, 0",
        "MAIL, 554 not your address, Unauthorized, 0",
        "MAIL, 552 too large, Invalid, 0",
        "MAIL, 451 later, RefusedForNow, 0",
        "RCPT, 450 later, RefusedForNow, 0",
        "RCPT, 550 nobody, Invalid, 0",
        "RCPT, 553 5.7.1 <us@b.example>: Sender address rejected: not yours, Unauthorized, 0",
        "RCPT, 550 <us@b.example>: Sender address rejected: not yours, Unauthorized, 0",
        "RCPT, 450 4.1.8 <us@b.example>: Sender address rejected: no domain, RefusedForNow, 0",
        "RCPT, 550 5.1.1 <a@b.example>: mx said: <us@b.example>: Sender address rejected, Invalid,"
                + " 0",
        "RCPT, 550 5.1.8 bad sender, Unauthorized, 0",
        "RCPT, hangs up, RefusedForNow, 0",
        "DATA, 451 later, RefusedForNow, 0",
        "., 552 too large, Invalid, 1",
        "., 550 5.7.60 may not send as this sender, Unauthorized, 1",
        "., 554 5.2.0"
                + " STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied,"
                + " Unauthorized, 1",
        "., 554 5.2.252 SendAsDenied, Unauthorized, 1",
        "., 451 later, RefusedForNow, 1",
        "., hangs up, Uncertain, 1",
        "., is silent, Uncertain, 1"
    })
    void whatAServerSaysAtEachStep(String step, String answer, String outcome, int read)
            throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(step, answer));
                SmtpProvider provider = provider(server.port(), "", "")) {
            assertThat(outcome(provider)).isEqualTo(outcome);
            assertThat(server.taken()).hasSize(read);
            assertThat(
                            calls(
                                    switch (answer) {
                                        case ScriptedMailServer.IS_SILENT -> "timeout";
                                        // A greeting that refuses counts as no connection.
                                        case ScriptedMailServer.HANGS_UP, "421 busy" ->
                                                "connect_error";
                                        default -> answer.substring(0, 3);
                                    }))
                    .isEqualTo(1);
        }
    }

    /** Amazon SES says the same of an unverified sender and, in its sandbox, of an unverified recipient. */
    @ParameterizedTest
    @CsvSource({
        "team@vendor.example, Unauthorized",
        "'\"Team, ours\" <Team@Vendor.example>, team@vendor.example', Unauthorized",
        "vendor.example, Unauthorized",
        "'ana@acme.example, team@vendor.example', Unauthorized",
        "ana@acme.example, Invalid",
        "'ana@acme.example, other.team@vendor.example', Invalid"
    })
    void whoOfAMailIsNotVerifiedDecidesWhomItIsAbout(String identities, String outcome)
            throws Exception {
        String answer =
                "554 Message rejected: Email address is not verified. The following identities"
                        + " failed the check in region EU-WEST-1: "
                        + identities;
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(".", answer));
                SmtpProvider provider = provider(server.port(), "", "")) {
            assertThat(outcome(provider)).isEqualTo(outcome);
        }
    }

    @Test
    void nobodyThereAndNoAddress() throws Exception {
        int port;
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            port = server.port();
            try (SmtpProvider provider = provider(port, "", "")) {
                for (String none :
                        new String[] {
                            "ana@acme.example, eve@evil.example", "ana", "a@b\r\nBcc: e@x"
                        }) {
                    assertThat(provider.send(mail(none, "One", null)))
                            .isEqualTo(new DeliveryOutcome.Invalid("invalid_address"));
                }
                // Whatever a subject contains stays in the subject.
                assertThat(
                                provider.send(
                                        mail(
                                                "ana@acme.example",
                                                "One\r\nBcc: eve@evil.example",
                                                null)))
                        .isInstanceOf(DeliveryOutcome.Accepted.class);
                assertThat(server.taken().getFirst().lines())
                        .noneMatch(line -> line.startsWith("Bcc:"));
            }
        }
        try (SmtpProvider provider = provider(port, "", "")) {
            assertThat(provider.send(mail("ana@acme.example", "One", null)))
                    .isInstanceOf(DeliveryOutcome.RefusedForNow.class);
        }
    }

    private SmtpProvider provider(int port, String user, String password) {
        Secret secret =
                new Secrets(SecretsConfig.none(), new PrometheusRegistry(), calls, CLOCK)
                        .secret("email.smtp.password", password);
        return new SmtpProvider(
                new SmtpConfig("127.0.0.1", port, Security.NONE, user, password),
                secret,
                calls,
                Duration.ofMillis(700),
                CLOCK);
    }

    private static GreenMail started() {
        GreenMail server =
                new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        server.setUser("us@vendor.example", "us", "geheim");
        return server;
    }

    /** Sends a mail and returns the name of what came of it. */
    private static String outcome(SmtpProvider provider) {
        return provider.send(mail("ana@acme.example", "One", null)).getClass().getSimpleName();
    }

    private static OutgoingMail mail(String to, String subject, @Nullable String html) {
        return new OutgoingMail(
                "message_1",
                "email_campaign_1",
                "health_check",
                "team@vendor.example",
                "Team, ours",
                to,
                subject,
                "Hello Ana\n.\nA dot alone",
                html,
                "https://cs.example.com/u/abc.def");
    }

    private double calls(String status) {
        return ((CounterSnapshot) metrics.scrape("integration_api_calls"::equals).get(0))
                .getDataPoints().stream()
                        .filter(each -> each.getLabels().get("status").equals(status))
                        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                        .sum();
    }
}
