package io.os199.cs.communication.automation;

import io.os199.cs.communication.automation.CommunicationRunDao.Run;
import io.os199.cs.communication.automation.RunActions.Ended;
import io.os199.cs.platform.http.PublicPost;
import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reports to an address of the deployment's own that an automation ran: ids, the trigger and the occurrence, no
 * personal data. The body is signed ({@code X-CS-Signature: sha256=HEX} of HMAC-SHA256 over {@code X-CS-Timestamp}, a
 * period and the body); {@code Idempotency-Key} is the run and the number of the action, so that a receiver
 * recognizes repeats.
 */
public final class AutomationWebhooks implements AutoCloseable {
    /** The name in metrics. */
    public static final String NAME = "automation_webhook";

    private static final Set<Integer> TRIED_AGAIN = Set.of(408, 425, 429);

    private final AutomationTerms terms;
    private final Supplier<String> key;
    private final PublicPost post;
    private final Clock clock;

    /** @param key returns the current signing key */
    public AutomationWebhooks(
            AutomationTerms terms, Supplier<String> key, PublicPost post, Clock clock) {
        this.terms = terms;
        this.key = key;
        this.post = post;
        this.clock = clock;
    }

    /** The body of a call. */
    private record Told(
            String automationId,
            String runId,
            int actionNo,
            String clientId,
            Object trigger,
            String occurrenceKey,
            Instant triggeredAt) {}

    /** Returns why an address may not be called; empty when it may, as far as its text shows. */
    public static Optional<String> fault(String url, AutomationTerms terms) {
        try {
            URI uri = new URI(url.strip());
            String host = uri.getHost();
            if (!"https".equalsIgnoreCase(uri.getScheme())
                    || host == null
                    || uri.getUserInfo() != null
                    || uri.getFragment() != null) {
                return Optional.of("is no https address");
            }
            return terms.webhookHosts().contains(host.toLowerCase(Locale.ROOT))
                    ? Optional.empty()
                    : Optional.of("has a host that automations.webhookHosts does not name");
        } catch (URISyntaxException e) {
            return Optional.of("is no https address");
        }
    }

    /** Makes one call; empty when it is to be tried again. */
    Optional<Ended> tell(Run run, AutomationAction action) {
        URI uri = URI.create(Objects.requireNonNull(action.url()).strip());
        if (fault(uri.toString(), terms).isPresent()) {
            return Optional.of(Ended.failed("host_not_allowed"));
        }
        String body =
                Json.write(
                        new Told(
                                run.automationId(),
                                run.runId(),
                                run.nextNo(),
                                run.clientId(),
                                run.trigger(),
                                run.occurrenceKey(),
                                run.triggeredAt()));
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        try {
            int status =
                    post.send(
                            uri,
                            Map.of(
                                    "Idempotency-Key",
                                    run.runId() + "/" + run.nextNo(),
                                    "X-CS-Timestamp",
                                    timestamp,
                                    "X-CS-Signature",
                                    "sha256=" + mac(timestamp + "." + body)),
                            body);
            if (status >= 200 && status < 300) {
                return Optional.of(Ended.done(null));
            }
            return status >= 500 || TRIED_AGAIN.contains(status)
                    ? Optional.empty()
                    : Optional.of(Ended.failed("http_" + status));
        } catch (PublicPost.PrivateAddressException e) {
            return Optional.of(Ended.failed("private_address"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
