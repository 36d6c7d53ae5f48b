package io.os199.cs.ingest.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.os199.cs.ingest.model.ShownText;

import java.util.Optional;

/** JSON from strangers: read as a whole, and within limits. */
final class JsonTexts {
    private static final int DEEPEST = 20;
    private static final int LONGEST_NUMBER = 100;
    private static final int LARGEST_EXPONENT = 1_000;
    private static final ObjectMapper STRICT = strict();

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

    private static ObjectMapper strict() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST)
                                .maxNumberLength(LONGEST_NUMBER)
                                .build());
        return mapper;
    }
}
