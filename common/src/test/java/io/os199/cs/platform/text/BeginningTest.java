package io.os199.cs.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a text is cut: never within a character, of which one outside the basic plane is a pair. */
final class BeginningTest {
    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc, abc",
        "abcd, 3, abc, abc…",
        "ab\uD83D\uDE00, 3, ab\uD83D\uDE00, ab\uD83D\uDE00",
        "ab\uD83D\uDE00d, 3, ab\uD83D\uDE00, ab\uD83D\uDE00…",
        "\uD83D\uDE00\uD83D\uDE00, 1, \uD83D\uDE00, \uD83D\uDE00…",
    })
    void isCutBetweenCharacters(String text, int most, String beginning, String marked) {
        assertThat(Beginning.of(text, most)).isEqualTo(beginning);
        assertThat(Beginning.marked(text, most)).isEqualTo(marked);
    }
}
