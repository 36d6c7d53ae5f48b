package io.os199.cs.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class WritingsTest {
    private final Writings writings =
            new Writings(
                    List.of(
                            "The console of Acme is terrible and we hate it. Larch here,\ncall me"
                                    + " at 030 1234567.",
                            "Nothing works",
                            "Slow",
                            "No go"),
                    List.of("zebrafish console"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The console of Acme is terrible",
                "the console of [client] is terrible and we hate it. [name] here,\ncall me at"
                        + " [telephone].",
                "[name] here,\ncall me at",
                "They say: is terrible and we hate it. Larch here, call me, and more",
                "No go.",
                "Evidence\n1 item\n> Nothing works!\n(Acme)"
            })
    void findsThemCutNamelessAndAmongOtherWords(String text) {
        assertThat(writings.eraseInJson("body_text", Json.write(text))).isEqualTo("\"[erased]\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Slow",
                "It is no go",
                "[name]",
                "call me at",
                "The console of Beta is terrible too",
                "is terrible and we hate",
                ""
            })
    void leavesOthersWords(String text) {
        assertThat(writings.eraseInJson("body_text", Json.write(text))).isEqualTo(Json.write(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                """
                {"title_text": "Nothing works", "n": 1.10}|{"title_text": "[erased]", "n": 1.10}\
                """,
                """
                {"title": "Nothing works"}|{"title": "Nothing works"}\
                """,
                """
                {"phrase_text": "zebrafish console"}|{"phrase_text": "[erased]"}\
                """,
                """
                {"phrase_text": "console of acme is"}|{"phrase_text": "console of acme is"}\
                """
            })
    void replacesWholeTextsOfFieldsOfCustomersWords(String json, String erased) {
        assertThat(writings.eraseInJson("result", json)).isEqualTo(erased);
    }

    @Test
    void ofNothingNothingIsFound() {
        assertThat(new Writings(List.of("Slow"), List.of()).areNone()).isTrue();
    }
}
