package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The parameters of a tool, or of a flat object inside them: built from a record type, they describe its JSON Schema
 * and read its values.
 */
final class Parameters<R extends Record> {
    /** The parameters whose bound is the same in every tool: it is stated once, in the server's instructions. */
    private static final Set<String> BOUNDED_FOR_ALL = Set.of("limit", "wait_seconds");

    private static final String ACTION = "action";

    private final List<Parameter> all;
    private final Constructor<R> constructor;

    private Parameters(List<Parameter> all, Constructor<R> constructor) {
        this.all = all;
        this.constructor = constructor;
    }

    static <R extends Record> Parameters<R> of(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Parameters<>(
                    Arrays.stream(components).map(Parameter::of).toList(), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Parameter> all() {
        return all;
    }

    boolean has(String name) {
        return all.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    /** The input schema as {@code tools/list} shows it. */
    void describe(ObjectNode schema) {
        describe(schema, false);
    }

    /** @param isWhole whether to include the defaults and bounds that the list leaves out */
    void describe(ObjectNode schema, boolean isWhole) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Parameter parameter : all) {
            ObjectNode property = properties.putObject(parameter.name());
            parameter.shape().describe(property);
            if (!isWhole && BOUNDED_FOR_ALL.contains(parameter.name())) {
                property.remove("maximum");
            }
            if (parameter.doc() != null) {
                property.put("description", parameter.doc());
            }
            JsonNode usual = parameter.defaultValue();
            if (usual != null && (isWhole || parameter.defaultListed())) {
                property.set("default", usual);
            }
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
    }

    /** The record built from {@code arguments}, or all of their faults at once. */
    Answer<R> bind(@Nullable JsonNode arguments) {
        return bind(arguments, (record, unread) -> List.of());
    }

    /**
     * Like {@link #bind(JsonNode)}, with the faults between arguments.
     *
     * @param between returns them, given what could be read and the names of what could not
     */
    Answer<R> bind(@Nullable JsonNode arguments, BiFunction<R, Set<String>, List<Fault>> between) {
        Faults faults = new Faults();
        JsonNode given = arguments == null ? JsonNodeFactory.instance.objectNode() : arguments;
        if (!given.isObject()) {
            faults.wrongType("arguments", given, "an object");
            return Answer.refused(faults.refusal());
        }
        R record = create(values(given, "", faults));
        faults.addAll(between.apply(record, faults.fields()));
        return faults.count() == 0 ? Answer.of(record) : Answer.refused(faults.refusal());
    }

    /**
     * Reads the fields of {@code node}.
     *
     * @param inParts whether a record is returned even if a field has a fault; otherwise the result is then empty
     */
    Optional<R> read(JsonNode node, String path, Faults faults, boolean inParts) {
        int before = faults.count();
        @Nullable Object[] values = values(node, path, faults);
        return inParts || faults.count() == before ? Optional.of(create(values)) : Optional.empty();
    }

    /** The values of the fields in order; absent where a fault was reported. */
    private @Nullable Object[] values(JsonNode node, String path, Faults faults) {
        List<String> known = all.stream().map(Parameter::name).toList();
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                faults.unknown(path, name, known);
                            }
                        });
        @Nullable Object[] values = new @Nullable Object[all.size()];
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = all.get(i);
            JsonNode value = node.has(parameter.name()) ? node.get(parameter.name()) : null;
            if (value == null) {
                value = parameter.defaultValue();
            }
            if (value != null) {
                values[i] =
                        parameter.shape().read(value, path + parameter.name(), faults).orElse(null);
            } else if (parameter.required()) {
                faults.missing(path + parameter.name(), parameter.shape().expected());
            }
        }
        checkActions(node, path, faults);
        return values;
    }

    private void checkActions(JsonNode node, String path, Faults faults) {
        Parameter choice =
                all.stream()
                        .filter(parameter -> parameter.name().equals(ACTION))
                        .findFirst()
                        .orElse(null);
        JsonNode chosen =
                choice == null ? null : node.has(ACTION) ? node.get(ACTION) : choice.defaultValue();
        if (choice == null || chosen == null) {
            return;
        }
        String action = chosen.asText();
        String shown =
                node.has(ACTION)
                        ? action
                        : "%s (used when no action is sent; action takes %s)"
                                .formatted(action, choice.shape().expected());
        for (Parameter parameter : all) {
            if (parameter.actions() == null) {
                continue;
            }
            List<String> users = Arrays.asList(parameter.actions().value());
            boolean sent = node.has(parameter.name());
            String name = path + parameter.name();
            if (sent && !users.contains(action)) {
                faults.add(
                        name,
                        "%s is not used by action %s; leave it out (it belongs to %s)"
                                .formatted(name, shown, String.join(", ", users)),
                        "absent");
            }
            if (!sent && Arrays.asList(parameter.actions().requiredBy()).contains(action)) {
                String from = parameter.actions().from();
                String expected = from.isEmpty() ? parameter.shape().expected() : from;
                faults.add(
                        name,
                        "%s is required by action %s; send %s".formatted(name, shown, expected),
                        expected);
            }
        }
    }

    private R create(@Nullable Object[] values) {
        Class<?>[] types = constructor.getParameterTypes();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && types[i].isPrimitive()) {
                values[i] = Array.get(Array.newInstance(types[i], 1), 0);
            }
        }
        try {
            return Objects.requireNonNull(constructor.newInstance(values));
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
