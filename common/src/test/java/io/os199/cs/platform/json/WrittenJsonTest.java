package io.os199.cs.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

final class WrittenJsonTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private record Said(String text, Map<String, String> more) {}

    /** Texts are written as bytes, which is how answers are sent, and as strings. */
    @Property(tries = 500)
    void isItselfAsAValueAndAsAString(@ForAll("texts") String key, @ForAll("texts") String text)
            throws IOException {
        Said said = new Said(text, Map.of(key, text));
        WrittenJson written = Json.written(said, true);
        String expected = Json.write(said);
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putRawValue("value", written.asValue());
        tree.putRawValue("string", written.asString());

        assertThat(written).hasToString(expected);
        assertThat(written.size()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
        for (JsonNode read :
                new JsonNode[] {
                    PLAIN.readTree(PLAIN.writeValueAsBytes(tree)), PLAIN.readTree(tree.toString())
                }) {
            assertThat(read.path("value").path("text").textValue()).isEqualTo(text);
            assertThat(read.path("value").path("more").path(key).textValue()).isEqualTo(text);
            assertThat(read.path("string").textValue()).isEqualTo(expected);
        }
    }

    /**
     * Texts with everything that JSON escapes, with characters of one to four bytes, and some longer than a Jackson
     * buffer.
     */
    @Provide
    static Arbitrary<String> texts() {
        Arbitrary<String> parts =
                Arbitraries.of(
                        "\"", "\\", "\n", "\0", "\u001f", "/", "a", "é", "\u2028", "日", "😀");
        Arbitrary<String> few = parts.list().ofMaxSize(12).map(each -> String.join("", each));
        return Arbitraries.frequencyOf(
                Tuple.of(9, few), Tuple.of(1, few.map(each -> each.repeat(1_500))));
    }
}
