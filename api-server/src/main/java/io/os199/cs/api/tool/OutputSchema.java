package io.os199.cs.api.tool;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The JSON Schema of a tool's answer, made from its output record. */
final class OutputSchema {
    private OutputSchema() {}

    /** An object schema; nested records are inlined, and optional fields are not required. */
    static ObjectNode of(Class<? extends Record> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        object(type, schema);
        return schema;
    }

    private static void object(Class<? extends Record> type, ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        fields(type, properties, required);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static void fields(
            Class<? extends Record> type, ObjectNode properties, ArrayNode required) {
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                Class<? extends Record> inner = component.getType().asSubclass(Record.class);
                fields(
                        inner,
                        properties,
                        optional ? JsonNodeFactory.instance.arrayNode() : required);
                continue;
            }
            String name = Parameter.wireName(component);
            ObjectNode property = JsonNodeFactory.instance.objectNode();
            value(component.getGenericType(), property);
            Doc doc = component.getAnnotation(Doc.class);
            if (doc != null) {
                property.put("description", doc.value());
            }
            if (properties.get(name) instanceof ObjectNode other) {
                either(name, other, property);
            } else {
                properties.set(name, property);
            }
            if (!optional) {
                required.add(name);
            }
        }
    }

    /**
     * Merges two schemas of one name: parts of an answer, only one of which is present at a time, may use the same
     * name for different objects.
     */
    private static void either(String name, ObjectNode one, ObjectNode other) {
        if (one.equals(other)) {
            return;
        }
        if (!one.path("type").equals(other.path("type"))
                || !(one.get("properties") instanceof ObjectNode fields)
                || !(other.get("properties") instanceof ObjectNode others)) {
            throw new IllegalArgumentException(name + " is two different things");
        }
        for (var field : others.properties()) {
            if (fields.get(field.getKey()) instanceof ObjectNode same) {
                either(name + '.' + field.getKey(), same, (ObjectNode) field.getValue());
            } else {
                fields.set(field.getKey(), field.getValue());
            }
        }
        ArrayNode both = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> required = other.path("required").valueStream().toList();
        one.path("required").valueStream().filter(required::contains).forEach(both::add);
        if (both.isEmpty()) {
            one.remove("required");
        } else {
            one.set("required", both);
        }
    }

    private static void value(Type type, ObjectNode schema) {
        if (type instanceof ParameterizedType parameterized) {
            if (parameterized.getRawType() == List.class) {
                schema.put("type", "array");
                value(parameterized.getActualTypeArguments()[0], schema.putObject("items"));
                return;
            }
            if (parameterized.getRawType() == Map.class) {
                schema.put("type", "object");
                value(
                        parameterized.getActualTypeArguments()[1],
                        schema.putObject("additionalProperties"));
                return;
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no field can be a " + type);
        }
        if (plain.isRecord()) {
            object(plain.asSubclass(Record.class), schema);
        } else if (plain.isEnum()) {
            schema.put("type", "string");
            WireName.all(plain).forEach(schema.putArray("enum")::add);
        } else if (plain == String.class) {
            schema.put("type", "string");
        } else if (plain == boolean.class || plain == Boolean.class) {
            schema.put("type", "boolean");
        } else if (plain == int.class
                || plain == Integer.class
                || plain == long.class
                || plain == Long.class) {
            schema.put("type", "integer");
        } else if (plain == BigDecimal.class || plain == double.class || plain == Double.class) {
            schema.put("type", "number");
        } else if (plain == LocalDate.class) {
            schema.put("type", "string").put("format", "date");
        } else if (plain == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (JsonNode.class.isAssignableFrom(plain)) {
            // Open: typed facts that a writer stored on its own.
            schema.put("type", "object");
        } else {
            throw new IllegalArgumentException("no field can be a " + plain);
        }
    }
}
