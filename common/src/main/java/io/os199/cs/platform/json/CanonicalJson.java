package io.os199.cs.platform.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.secrets.Sha256;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/** JSON in canonical form, so that equal values have equal text: keys sorted, numbers without trailing zeros. */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** The hexadecimal SHA-256 of an object's canonical text, leaving out the named top-level keys. */
    public static String hash(@Nullable JsonNode object, Set<String> without) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        if (object != null) {
            object.properties().stream()
                    .filter(field -> !without.contains(field.getKey()))
                    .forEach(field -> kept.set(field.getKey(), field.getValue()));
        }
        return Sha256.hex(text(kept));
    }

    public static String text(JsonNode value) {
        return ordered(value).toString();
    }

    private static JsonNode ordered(JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            Set<String> names = new TreeSet<>();
            value.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, ordered(value.get(name))));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(ordered(item)));
            return array;
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return JsonNodeFactory.instance.textNode(number.stripTrailingZeros().toString());
        }
        return value;
    }
}
