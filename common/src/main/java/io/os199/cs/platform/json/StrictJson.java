package io.os199.cs.platform.json;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Strict reading of JSON from strangers: a duplicate key, or text after the value, is an error and is never resolved
 * by choosing.
 */
public final class StrictJson {
    /** How deeply a row or an event may nest. */
    public static final int DEEPEST_ROW = 20;

    /** The longest number allowed, in characters. */
    private static final int LONGEST_NUMBER = 100;

    private StrictJson() {}

    /**
     * Returns a mapper that reads trees nested at most {@code deepest} deep, with decimals exactly as they are
     * written.
     */
    public static ObjectMapper mapper(int deepest) {
        JsonMapper mapper =
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(deepest)
                                .maxNumberLength(LONGEST_NUMBER)
                                .build());
        return mapper;
    }
}
