package io.os199.cs.integration.mixpanel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.os199.cs.usage.model.UsageEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;

/**
 * A line from Mixpanel as an event of ours, or the reason why it is none. Only properties that have a name here are
 * taken.
 */
sealed interface MixpanelEvent {
    /** An event of the group that its client property names. */
    record Good(UsageEvent event) implements MixpanelEvent {}

    /**
     * A line that is no event of ours.
     *
     * @param result the reason, as metrics call it
     */
    record Left(String result) implements MixpanelEvent {}

    /**
     * What the properties of a project mean.
     *
     * @param clientProperty the property that names the client of an event
     * @param features our features by event
     * @param types our types by event, where we use another name
     * @param quantityProperty empty for none
     * @param zone the zone of the project's times: older projects write local times as if they were UTC
     */
    record Mapping(
            String clientProperty,
            Map<String, String> features,
            Map<String, String> types,
            String quantityProperty,
            ZoneId zone) {
        private static final Left BAD = new Left("bad");
        private static final Left OURS = new Left("ours");
        private static final Left NO_CLIENT = new Left("no_client");
        private static final Left OUT_OF_RANGE = new Left("out_of_range");

        private static final int LONGEST_NAME = 200;
        private static final int LONGEST_TYPE = 100;
        private static final int LONGEST_DURATION = 31 * 24 * 60 * 60;
        private static final BigDecimal MOST = new BigDecimal("1e12");
        private static final int MOST_DECIMALS = 20;
        private static final int DIGEST_BYTES = 20;
        private static final Duration OLDEST = Duration.ofDays(400);
        private static final Duration FURTHEST_AHEAD = Duration.ofMinutes(5);
        private static final ObjectReader JSON =
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build()
                        .reader();

        public Mapping {
            features = Map.copyOf(features);
            types = Map.copyOf(types);
        }

        MixpanelEvent read(byte[] line, Instant now) {
            JsonNode json;
            try {
                json = JSON.readTree(line);
            } catch (JsonProcessingException notJson) {
                return BAD;
            } catch (IOException notText) {
                return BAD;
            }
            String name = name(json.path("event"));
            JsonNode properties = json.path("properties");
            String insertId = properties.path("$insert_id").asText("");
            if (name != null && MixpanelOutbox.isOurs(name, insertId)) {
                return OURS;
            }
            String user = name(properties.path("distinct_id"));
            BigDecimal time = number(properties.path("time"));
            if (name == null || user == null || time == null) {
                return BAD;
            }
            String type = types.getOrDefault(name, name);
            if (type.codePointCount(0, type.length()) > LONGEST_TYPE) {
                return BAD;
            }
            if (time.abs().compareTo(MOST.multiply(BigDecimal.TEN)) > 0) {
                return OUT_OF_RANGE;
            }
            Instant at = at(time.longValue());
            if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(FURTHEST_AHEAD))) {
                return OUT_OF_RANGE;
            }
            JsonNode group = properties.path(clientProperty);
            // A group property may be a list.
            String client = name(group.size() == 1 && group.isArray() ? group.get(0) : group);
            if (client == null) {
                return NO_CLIENT;
            }
            return new Good(
                    new UsageEvent(
                            client,
                            id(name, user, Long.toString(time.longValue()), insertId),
                            user,
                            type,
                            at,
                            features.get(name),
                            name(properties.path("$session_id")),
                            duration(properties.path("$duration")),
                            quantityProperty.isEmpty()
                                    ? null
                                    : quantity(properties.path(quantityProperty))));
        }

        private Instant at(long millis) {
            return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC)
                    .atZone(zone)
                    .toInstant();
        }

        /** Returns text, or a number as text, if our columns take it. */
        private static @Nullable String name(JsonNode node) {
            if (!node.isTextual() && !node.isNumber()) {
                return null;
            }
            String text = node.asText().strip();
            boolean isStorable =
                    text.codePoints()
                            .noneMatch(
                                    each ->
                                            each == 0
                                                    || Character.getType(each)
                                                            == Character.SURROGATE);
            return isStorable
                            && !text.isEmpty()
                            && text.codePointCount(0, text.length()) <= LONGEST_NAME
                    ? text
                    : null;
        }

        private static @Nullable BigDecimal number(JsonNode node) {
            return node.isNumber() ? node.decimalValue() : null;
        }

        private static @Nullable Integer duration(JsonNode node) {
            BigDecimal seconds = number(node);
            return seconds == null
                            || seconds.signum() < 0
                            || seconds.scale() > MOST_DECIMALS
                            || seconds.compareTo(BigDecimal.valueOf(LONGEST_DURATION)) > 0
                    ? null
                    : seconds.setScale(0, RoundingMode.HALF_UP).intValue();
        }

        private static @Nullable BigDecimal quantity(JsonNode node) {
            BigDecimal quantity = number(node);
            return quantity == null
                            || quantity.signum() < 0
                            || quantity.scale() > MOST_DECIMALS
                            || quantity.compareTo(MOST) > 0
                    ? null
                    : quantity;
        }

        /** Returns an id that is the same for the same key, because Mixpanel may export several lines with one key. */
        private static String id(String... key) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                for (String part : key) {
                    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                }
                return "mp_" + HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every platform has SHA-256", e);
            }
        }
    }
}
