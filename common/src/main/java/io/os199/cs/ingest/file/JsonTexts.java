package io.os199.cs.ingest.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.os199.cs.ingest.model.ShownText;
import io.os199.cs.platform.json.StrictJson;

import java.util.Optional;

/** JSON from strangers: read as a whole, and within limits. */
final class JsonTexts {
    private static final int LARGEST_EXPONENT = 100;
    private static final ObjectMapper STRICT = StrictJson.mapper(StrictJson.DEEPEST_ROW);

    private JsonTexts() {}

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(STRICT.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static boolean isContainer(String text) {
        return read(text).filter(JsonNode::isContainerNode).isPresent();
    }

    /**
     * Whether PostgreSQL can store a JSON text: characters that no text may have are refused even if they are
     * escaped.
     */
    static boolean isStorable(String json) {
        return read(json).filter(JsonTexts::isStorable).isPresent();
    }

    private static boolean isStorable(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> isStorableText(node.textValue());
            case NUMBER -> Math.abs(node.decimalValue().scale()) <= LARGEST_EXPONENT;
            case OBJECT ->
                    node.properties().stream()
                            .allMatch(
                                    field ->
                                            isStorableText(field.getKey())
                                                    && isStorable(field.getValue()));
            case ARRAY -> node.valueStream().allMatch(JsonTexts::isStorable);
            default -> true;
        };
    }

    private static boolean isStorableText(String text) {
        return text.codePoints().allMatch(ShownText::isStorable);
    }
}
