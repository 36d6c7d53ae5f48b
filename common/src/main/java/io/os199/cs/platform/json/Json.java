package io.os199.cs.platform.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import io.os199.cs.platform.text.Personal;

import java.io.IOException;

/**
 * The one JSON form of the product: {@code snake_case} names, absent instead of null, decimals
 * written plainly, dates and UTC instants as text, enums by their {@link WireName}.
 */
public final class Json {
    private static final ObjectMapper MAPPER = create();
    private static final ObjectWriter SEEING =
            MAPPER.writer().withAttribute(Personal.VISIBLE, true);
    private static final ObjectWriter MASKING =
            MAPPER.writer().withAttribute(Personal.VISIBLE, false);

    private Json() {}

    /** The shared mapper; not to be configured further. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Returns {@code value} as JSON text for use within this process: personal data unmasked. */
    public static String write(Object value) {
        return write(value, true);
    }

    /** Returns {@code value} as JSON text, with {@link Personal} texts visible or masked. */
    public static String write(Object value, boolean seesPersonalData) {
        try {
            return writer(seesPersonalData).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /** Like {@link #write(Object, boolean)}, for sending. */
    public static WrittenJson written(Object value, boolean seesPersonalData) {
        try {
            return new WrittenJson(writer(seesPersonalData).writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    private static ObjectWriter writer(boolean seesPersonalData) {
        return seesPersonalData ? SEEING : MASKING;
    }

    private static IllegalStateException unwritable(Object value, IOException cause) {
        return new IllegalStateException("not writable as JSON: " + value.getClass(), cause);
    }

    /**
     * Returns {@code value} as a tree for use within this process: personal data unmasked. What a caller gets goes
     * through {@link #tree(Object, boolean)}.
     */
    public static JsonNode tree(Object value) {
        return tree(value, true);
    }

    /** Returns {@code value} as a tree, with {@link Personal} texts visible or masked. */
    public static JsonNode tree(Object value, boolean seesPersonalData) {
        TokenBuffer buffer = new TokenBuffer(MAPPER, false);
        try {
            writer(seesPersonalData).writeValue(buffer, value);
            return MAPPER.readTree(buffer.asParser());
        } catch (IOException e) {
            throw unwritable(value, e);
        }
    }

    /** Reads text that we wrote ourselves; duplicate keys are refused here too. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not readable as " + type.getSimpleName(), e);
        }
    }

    private static ObjectMapper create() {
        SimpleModule enums = new SimpleModule("wire-names").addSerializer(new EnumWriter());
        return JsonMapper.builder()
                .propertyNamingStrategy(new FieldNames())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .addModule(new JavaTimeModule())
                .addModule(enums)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    @SuppressWarnings(
            "rawtypes") // Jackson registers one serializer for all enums by their raw class.
    private static final class EnumWriter extends StdSerializer<Enum> {
        EnumWriter() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(WireName.of(value));
        }
    }
}
