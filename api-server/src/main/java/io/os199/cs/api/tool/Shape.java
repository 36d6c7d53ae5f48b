package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one input value may be: its listed schema, its description in errors, and how it is read. There is one source
 * for all three, so that they cannot differ.
 */
sealed interface Shape {
    /** Fills in the listed schema. Bounds that are mere guards are enforced but not listed. */
    void describe(ObjectNode schema);

    /** What may be sent, in words: the {@code expected} of a fault. */
    String expected();

    /** Returns the value, or reports a fault under {@code path} and returns empty. */
    Optional<?> read(JsonNode node, String path, Faults faults);

    /** The shape that a component of an input record declares. */
    static Shape of(RecordComponent component) {
        Bounds bounds = Bounds.of(component, component.getAnnotatedType());
        Shape shape = of(component.getGenericType(), component.getAnnotatedType(), bounds, true);
        Shape listed = component.isAnnotationPresent(UnlistedWords.class) ? unlisted(shape) : shape;
        return component.isAnnotationPresent(ReadInParts.class) ? inParts(listed) : listed;
    }

    private static Shape unlisted(Shape shape) {
        return switch (shape) {
            case Many(Shape item, Bounds bounds) -> new Many(unlisted(item), bounds);
            case Word(Class<?> type, _) -> new Word(type, false);
            default -> throw new IllegalArgumentException("only words can be unlisted");
        };
    }

    private static Shape inParts(Shape shape) {
        return switch (shape) {
            case Many(Shape item, Bounds bounds) -> new Many(inParts(item), bounds);
            case Flat(Parameters<?> fields, _) -> new Flat(fields, true);
            default -> throw new IllegalArgumentException("only objects have parts");
        };
    }

    private static Shape of(Type type, AnnotatedType annotated, Bounds bounds, boolean nests) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            AnnotatedType item =
                    ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
            return new Many(
                    of(list.getActualTypeArguments()[0], item, Bounds.of(item), nests), bounds);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no parameter can be a " + type);
        }
        if (plain == String.class) {
            return new Text(bounds);
        }
        if (plain == int.class || plain == Integer.class) {
            return new Whole(bounds);
        }
        if (plain == BigDecimal.class) {
            return new Decimal(bounds);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new Truth();
        }
        if (plain == LocalDate.class) {
            return new Day();
        }
        if (plain == Instant.class) {
            return new Moment();
        }
        if (plain.isEnum()) {
            return new Word(plain, true);
        }
        if (plain.isRecord() && nests) {
            return new Flat(Parameters.of(plain.asSubclass(Record.class)), false);
        }
        throw new IllegalArgumentException("no parameter can be a " + plain);
    }

    record Text(Bounds bounds) implements Shape {
        private static final int USUAL_LENGTH = 200;

        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "string");
            if (bounds.email()) {
                schema.put("format", "email");
            }
        }

        @Override
        public String expected() {
            if (bounds.email()) {
                return "a mail address of at most " + longest() + " characters";
            }
            String length =
                    bounds.minimumSize() > 0
                            ? bounds.minimumSize() + " to " + longest()
                            : "at most " + longest();
            String form = bounds.pattern() == null ? "" : " matching " + bounds.pattern().regexp();
            return "text of " + length + " characters" + form;
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                return faults.wrongType(path, node, expected());
            }
            String text = node.textValue();
            if (!isStorable(text)) {
                return faults.add(
                        path,
                        path + " holds a character that is no text (NUL, half a pair)",
                        expected());
            }
            if (bounds.minimumSize() > 0 && !UntrustedText.isVisible(text)) {
                return faults.add(
                        path, path + " has no visible character; send " + expected(), expected());
            }
            int length = lengthOf(text);
            if (length > longest()) {
                return faults.add(
                        path,
                        path + " has " + length + " characters; send " + expected(),
                        expected());
            }
            int inner = lengthOf(text.strip());
            if (inner < bounds.minimumSize()) {
                return faults.add(
                        path,
                        "%s has %d characters between its outer blanks; send %s"
                                .formatted(path, inner, expected()),
                        expected());
            }
            boolean matches =
                    (bounds.pattern() == null || text.matches(bounds.pattern().regexp()))
                            && (!bounds.email() || MailAddress.isValid(text));
            return matches ? Optional.of(text) : faults.wrongValue(path, text, expected());
        }

        private int longest() {
            return bounds.maximumSize(USUAL_LENGTH);
        }

        private static int lengthOf(String text) {
            return text.codePointCount(0, text.length());
        }

        private static boolean isStorable(String text) {
            return text.indexOf('\0') < 0
                    && text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        }
    }

    record Whole(Bounds bounds) implements Shape {
        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "integer");
            bounds.describe(schema);
        }

        @Override
        public String expected() {
            return "a whole number from " + lowest() + " to " + highest();
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isNumber()) {
                return faults.wrongType(path, node, expected());
            }
            BigDecimal value = node.decimalValue();
            boolean fits =
                    value.stripTrailingZeros().scale() <= 0
                            && value.compareTo(lowest()) >= 0
                            && value.compareTo(highest()) <= 0;
            return fits
                    ? Optional.of(value.intValueExact())
                    : faults.wrongValue(path, node.asText(), expected());
        }

        private BigDecimal lowest() {
            return bounds.lowest() == null ? BigDecimal.ZERO : bounds.lowest();
        }

        private BigDecimal highest() {
            return bounds.highest() == null
                    ? BigDecimal.valueOf(Integer.MAX_VALUE)
                    : bounds.highest();
        }
    }

    /** A decimal; unless its bounds say otherwise, an amount from 0 to 1e10 with two decimals. */
    record Decimal(Bounds bounds) implements Shape {
        private static final BigDecimal LARGEST_AMOUNT = new BigDecimal("10000000000");
        private static final int USUAL_DECIMALS = 2;

        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "number");
            bounds.describe(schema);
        }

        @Override
        public String expected() {
            return "a number from %s to %s with at most %d decimals"
                    .formatted(lowest().toPlainString(), highest().toPlainString(), decimals());
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isNumber()) {
                return faults.wrongType(path, node, expected());
            }
            BigDecimal value = node.decimalValue();
            boolean fits =
                    Math.abs((long) value.scale()) <= 40
                            && value.stripTrailingZeros().scale() <= decimals()
                            && value.compareTo(lowest()) >= 0
                            && value.compareTo(highest()) <= 0;
            return fits ? Optional.of(value) : faults.wrongValue(path, node.asText(), expected());
        }

        private BigDecimal lowest() {
            return bounds.lowest() == null ? BigDecimal.ZERO : bounds.lowest();
        }

        private BigDecimal highest() {
            return bounds.highest() == null ? LARGEST_AMOUNT : bounds.highest();
        }

        private int decimals() {
            return bounds.decimals() == null ? USUAL_DECIMALS : bounds.decimals();
        }
    }

    record Truth() implements Shape {
        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "boolean");
        }

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            return node.isBoolean()
                    ? Optional.of(node.booleanValue())
                    : faults.wrongType(path, node, expected());
        }
    }

    record Day() implements Shape {
        private static final LocalDate FIRST = LocalDate.of(1990, 1, 1);
        private static final LocalDate LAST = LocalDate.of(2100, 12, 31);

        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "string").put("format", "date");
        }

        @Override
        public String expected() {
            return "a date as YYYY-MM-DD, from " + FIRST + " to " + LAST;
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                return faults.wrongType(path, node, expected());
            }
            try {
                LocalDate day = LocalDate.parse(node.textValue());
                if (!day.isBefore(FIRST) && !day.isAfter(LAST)) {
                    return Optional.of(day);
                }
            } catch (DateTimeParseException e) {
                // Handled below, like every unusable date.
            }
            return faults.wrongValue(path, node.textValue(), expected());
        }
    }

    record Moment() implements Shape {
        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "string").put("format", "date-time");
        }

        @Override
        public String expected() {
            return "an instant as 2026-01-31T09:30:00Z, between 1990 and 2100";
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                return faults.wrongType(path, node, expected());
            }
            try {
                OffsetDateTime instant = OffsetDateTime.parse(node.textValue());
                if (instant.getYear() >= 1990 && instant.getYear() <= 2100) {
                    return Optional.of(instant.toInstant());
                }
            } catch (DateTimeParseException e) {
                // Handled below, like every unusable instant.
            }
            return faults.wrongValue(path, node.textValue(), expected());
        }
    }

    record Word(Class<?> type, boolean isListed) implements Shape {
        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "string");
            if (isListed) {
                WireName.all(type).forEach(schema.putArray("enum")::add);
            }
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", WireName.all(type));
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                return faults.wrongType(path, node, expected());
            }
            Optional<Enum<?>> word = WireName.find(type, node.textValue());
            return word.isPresent() ? word : faults.wrongValue(path, node.textValue(), sent(node));
        }

        /** What to send instead; if the sent word was renamed, its new name first. */
        private String sent(JsonNode node) {
            return WireName.renamed(type, node.textValue())
                    .map(now -> now + ", which is " + expected())
                    .orElse(expected());
        }
    }

    record Many(Shape item, Bounds bounds) implements Shape {
        private static final int USUAL_ITEMS = 50;

        @Override
        public void describe(ObjectNode schema) {
            schema.put("type", "array");
            item.describe(schema.putObject("items"));
        }

        @Override
        public String expected() {
            String count =
                    bounds.minimumSize() > 0
                            ? bounds.minimumSize() + " to " + most()
                            : "at most " + most();
            return "a list of " + count + ", each " + item.expected();
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            if (!node.isArray()) {
                return faults.wrongType(path, node, expected());
            }
            if (node.size() < bounds.minimumSize() || node.size() > most()) {
                return faults.add(
                        path,
                        path + " has " + node.size() + " items; send " + expected(),
                        expected());
            }
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                item.read(node.get(i), path + "[" + i + "]", faults).ifPresent(values::add);
            }
            return values.size() == node.size()
                    ? Optional.of(List.copyOf(values))
                    : Optional.empty();
        }

        private int most() {
            return bounds.maximumSize(USUAL_ITEMS);
        }
    }

    record Flat(Parameters<?> fields, boolean inParts) implements Shape {
        @Override
        public void describe(ObjectNode schema) {
            fields.describe(schema);
        }

        @Override
        public String expected() {
            return "an object with "
                    + fields.all().stream().map(Parameter::name).collect(Collectors.joining(", "));
        }

        @Override
        public Optional<?> read(JsonNode node, String path, Faults faults) {
            return node.isObject()
                    ? fields.read(node, path + ".", faults, inParts)
                    : faults.wrongType(path, node, expected());
        }
    }

    /** The JSON value of a {@link Default}, which is written without quotes. */
    static JsonNode defaultValue(Shape shape, String value) {
        return switch (shape) {
            case Text(_), Day(), Moment(), Word(_, _) -> Json.tree(value);
            case Whole(_), Decimal(_), Truth() -> Json.read(value, JsonNode.class);
            case Many(_, _) ->
                    Json.tree(
                            Arrays.stream(value.split(","))
                                    .map(String::strip)
                                    .filter(word -> !word.isEmpty())
                                    .toList());
            case Flat(_, _) -> throw new IllegalArgumentException("an object has no default");
        };
    }
}
