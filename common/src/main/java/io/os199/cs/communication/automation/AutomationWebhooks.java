package io.os199.cs.communication.automation;

import io.os199.cs.communication.automation.RunActions.Ended;
import io.os199.cs.communication.automation.RunDao.Run;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.OutsideService;
import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells an address of the deployment's own that an automation ran: ids, what set it off and the occurrence, nothing of a person. The body is signed
 * ({@code X-CS-Signature: sha256=HEX} of HMAC-SHA256 over {@code X-CS-Timestamp}, a point and the body); {@code Idempotency-Key} is the run and
 * the number of the action, so that a receiver knows what it has had.
 */
public final class AutomationWebhooks implements AutoCloseable {
    private static final String NAME = "automation_webhook";
    private static final String TEMPLATE = "/";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;
    private static final long LARGEST_ANSWER = 64_000;
    private static final Set<Integer> TRIED_AGAIN = Set.of(408, 425, 429);

    private final AutomationTerms terms;
    private final Supplier<String> key;
    private final Resolution resolution;
    private final OutsideService service;
    private final Clock clock;

    /** Where a name leads. */
    @FunctionalInterface
    interface Resolution {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** @param key that signs, as of now */
    public AutomationWebhooks(
            AutomationTerms terms, Supplier<String> key, OutsideCalls calls, Clock clock) {
        this(terms, key, calls, InetAddress::getAllByName, clock);
    }

    AutomationWebhooks(
            AutomationTerms terms,
            Supplier<String> key,
            OutsideCalls calls,
            Resolution resolution,
            Clock clock) {
        this.terms = terms;
        this.key = key;
        this.resolution = resolution;
        this.service = new OutsideService(calls, NAME, AT_ONCE, LARGEST_ANSWER);
        this.clock = clock;
    }

    /** What is told. */
    private record Told(
            String automationId,
            String runId,
            int actionNo,
            String clientId,
            Object trigger,
            String occurrenceKey,
            Instant triggeredAt) {}

    /** Why an address may not be told; empty where it may, as far as its text says. */
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

    /** One call; empty where it is to be tried again. */
    Optional<Ended> tell(Run run, AutomationAction action) {
        URI uri = URI.create(Objects.requireNonNull(action.url()).strip());
        if (fault(uri.toString(), terms).isPresent()) {
            return Optional.of(Ended.failed("host_not_allowed"));
        }
        try {
            if (Arrays.stream(resolution.of(uri.getHost())).anyMatch(each -> !isPublic(each))) {
                return Optional.of(Ended.failed("private_address"));
            }
            int status = service.send(TEMPLATE, request(run, uri), DEADLINE).statusCode();
            if (status >= 200 && status < 300) {
                return Optional.of(Ended.done(null));
            }
            return status >= 500 || TRIED_AGAIN.contains(status)
                    ? Optional.empty()
                    : Optional.of(Ended.failed("http_" + status));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private HttpRequest request(Run run, URI uri) {
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
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", run.runId() + "/" + run.nextNo())
                .header("X-CS-Timestamp", timestamp)
                .header("X-CS-Signature", "sha256=" + mac(timestamp + "." + body))
                .POST(BodyPublishers.ofString(body))
                .build();
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

    /** Whether it is on the open net: not this machine, its network, or what only they can reach. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isReserved =
                address.isAnyLocalAddress()
                        || address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress();
        if (bytes.length == 4) {
            int first = bytes[0] & 0xff;
            int second = bytes[1] & 0xff;
            boolean isCarriers = first == 100 && second >= 64 && second < 128;
            boolean isForBenchmarks = first == 198 && (second == 18 || second == 19);
            isReserved |= first == 0 || isCarriers || isForBenchmarks || first >= 240;
        } else {
            boolean isUniqueLocal = (bytes[0] & 0xfe) == 0xfc;
            boolean isTranslated = bytes[0] == 0 && bytes[1] == 0x64;
            boolean isTunnelled = bytes[0] == 0x20 && bytes[1] == 0x02;
            isReserved |= isUniqueLocal || isTranslated || isTunnelled;
        }
        return !isReserved;
    }

    @Override
    public void close() {
        service.close();
    }
}
