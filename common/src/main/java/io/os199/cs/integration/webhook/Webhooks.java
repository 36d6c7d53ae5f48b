package io.os199.cs.integration.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.webhook.DeliveryForm.Headers;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where deliveries come in; they are only checked for whose they are and kept once. */
public final class Webhooks {
    private static final int LONGEST_ID = 200;
    private static final ObjectReader READER =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<String, DeliveryForm> forms = new LinkedHashMap<>();
    private final WebhookInbox inbox;
    private final Clock clock;
    private final Counter deliveries;

    /** @param forms the forms of the services that are on */
    public Webhooks(
            Collection<? extends DeliveryForm> forms,
            WebhookInbox inbox,
            Clock clock,
            PrometheusRegistry registry) {
        forms.forEach(form -> this.forms.put(form.source().wireName(), form));
        this.inbox = inbox;
        this.clock = clock;
        this.deliveries =
                Counter.builder()
                        .name("webhook_deliveries")
                        .help("What services outside delivered, by what became of it.")
                        .labelNames("source", "result")
                        .register(registry);
    }

    /** The result of taking a delivery. */
    public enum Result {
        STORED,
        DUPLICATE,
        /** The service only tested whether we are there. */
        PING,
        TOO_LARGE,
        FORGED,
        STALE,
        NO_JSON,
        /** JSON, but nothing that the service would send. */
        MALFORMED,
        /** Too many deliveries wait already. */
        FULL,
        /** The database does not answer. */
        UNAVAILABLE
    }

    /** Returns the form of a service's deliveries; empty where it is off, or there is no such service. */
    public Optional<DeliveryForm> form(String source) {
        return Optional.ofNullable(forms.get(source));
    }

    /** Takes a delivery whose size was already checked. */
    public Result take(DeliveryForm form, Headers headers, byte[] body) {
        return switch (form.verify(headers, body, clock.instant())) {
            case FORGED -> Result.FORGED;
            case STALE -> Result.STALE;
            case GOOD -> keep(form, headers, body);
        };
    }

    /** Counts the result of a delivery. */
    public void count(Integration source, Result result) {
        deliveries.labelValues(source.wireName(), WireName.of(result)).inc();
    }

    private Result keep(DeliveryForm form, Headers headers, byte[] body) {
        if (!isJson(headers)) {
            return Result.NO_JSON;
        }
        String text;
        JsonNode json;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            json = READER.readTree(text);
        } catch (CharacterCodingException | JsonProcessingException notJson) {
            return Result.NO_JSON;
        }
        if (!json.isContainerNode()) {
            return Result.NO_JSON;
        }
        if (!form.isNews(json)) {
            return Result.PING;
        }
        String deliveryId =
                form.deliveryId(headers, body, json)
                        .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID)
                        .filter(id -> id.chars().noneMatch(Character::isISOControl))
                        .orElse(null);
        if (deliveryId == null) {
            return Result.MALFORMED;
        }
        if (inbox.isFull()) {
            return Result.FULL;
        }
        return inbox.keep(form.source(), deliveryId, StorableJson.of(text))
                ? Result.STORED
                : Result.DUPLICATE;
    }

    private static boolean isJson(Headers headers) {
        String type = headers.first("Content-Type");
        return type != null
                && type.split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }
}
