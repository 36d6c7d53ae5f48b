package io.os199.cs.integration.webhook;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The deliveries of Intercom, signed by a MAC over the body. It signs no time, so a repeated delivery is recognized
 * by its id alone.
 */
public final class IntercomDeliveries implements DeliveryForm {
    private static final String SIGNATURE = "X-Hub-Signature";

    private final Supplier<List<String>> secrets;

    /** @param secrets the secrets that are valid now */
    public IntercomDeliveries(Supplier<List<String>> secrets) {
        this.secrets = secrets;
    }

    @Override
    public Integration source() {
        return Integration.INTERCOM;
    }

    @Override
    public Verdict verify(Headers headers, byte[] body, Instant now) {
        String signature = headers.first(SIGNATURE);
        boolean good =
                signature != null
                        && Signatures.isMac(
                                "HmacSHA1",
                                secrets.get(),
                                signature,
                                mac -> "sha1=" + HexFormat.of().formatHex(mac),
                                body);
        return good ? Verdict.GOOD : Verdict.FORGED;
    }

    @Override
    public Optional<String> deliveryId(Headers headers, byte[] body, JsonNode json) {
        return Optional.ofNullable(json.path("id").textValue());
    }

    @Override
    public boolean isNews(JsonNode json) {
        return !json.path("topic").asText().equals("ping");
    }

    @Override
    public boolean answersHead() {
        return true;
    }
}
