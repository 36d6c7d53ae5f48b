package io.os199.cs.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

final class MentionsTest {
    private static final String ADDRESS = "ada.quill@acme.example";
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms("7k");
    private final Mentions mentions =
            new Mentions(
                    ADDRESS,
                    List.of(
                            "Ada  Quill",
                            "Ada",
                            "Zoë O\"Neil",
                            "Prof. Dr. Grace O'Hopper",
                            "Liskoff, Dr. Barbara",
                            "van der Berg, Anna",
                            "Mary Bell, PhD"),
                    List.of("555 7731"),
                    PSEUDONYMS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to Ada.Quill@ACME.example.|write to {A}.",
                "<ada.quill@acme.example>;b@acme.example|<{A}>;b@acme.example",
                "https://x.example/?to=ada.quill%40acme.example&n=1|https://x.example/?to={A}&n=1",
                "asked ADA QUILL, twice|asked {N}, twice",
                "Ada\tQuill's team|{N}'s team",
                "call 555 7731 now|call {N} now",
                "_ada.quill@acme.example_|_{A}_",
                "-ada.quill@acme.example|-{A}",
                "mail ada.quill@acme.example.Thanks|mail {A}.Thanks",
                "to ada.quill&#64;acme.example|to {A}",
                "Prof. Dr. Grace O'Hopper left|{N} left",
                "Grace O’Hopper left|{N} left",
                "Grace O&#39;Hopper left|{N} left",
                "sso for grace o hopper|sso for {N}",
                "as Liskoff, Dr. Barbara said|as {N} said",
                "Mary Bell said|{N} said",
                "Anna van der Berg said|{N} said",
                "Barbara Liskoff said|{N} said"
            })
    void replacesWhatStandsForThePerson(String text, String erased) {
        assertThat(mentions.erase(text, true))
                .isEqualTo(
                        erased.replace("{A}", PSEUDONYMS.address())
                                .replace("{N}", PSEUDONYMS.name()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xada.quill@acme.example",
                "miss-ada.quill@acme.example",
                "miss_ada.quill@acme.example",
                "ada.quill@acme.example.org",
                "ada.quill@acme.example--co",
                "Hopper, Grace",
                "ada.quill@acme.examples",
                "ada-quill@acme.example",
                "Ada asked",
                "Wada Quill and Ada Quilling"
            })
    void leavesOthersAlone(String text) {
        assertThat(mentions.erase(text, true)).isEqualTo(text);
    }

    @Test
    void looksForNamesOnlyWhereItIsToldTo() {
        assertThat(mentions.erase("Ada Quill " + ADDRESS, false))
                .isEqualTo("Ada Quill " + PSEUDONYMS.address());
    }

    @Test
    void leavesAllElseOfAJsonTextLetterByLetter() {
        assertThat(
                        mentions.eraseInJson(
                                """
                                {"n": 1.10, "ada.quill@acme.example": ["Zo\\u00eb O\\"Neil", "a\\\\b", null], "Ada Quill": {}}\
                                """,
                                true))
                .isEqualTo(
                        """
                        {"n": 1.10, "erased-7k@erased.invalid": ["Erased person 7k", "a\\\\b", null], "Erased person 7k": {}}\
                        """);
    }

    @Test
    void everySpellingAndKeyHasAPseudonymOfItsOwn() {
        Map<String, String> all =
                PSEUDONYMS.of(
                        ADDRESS,
                        Set.of(
                                ADDRESS,
                                "Ada.Quill@acme.example",
                                "ADA.QUILL@acme.example",
                                "u-1",
                                "u-2"));
        assertThat(all).hasSize(5).containsEntry(ADDRESS, "erased-7k@erased.invalid");
        assertThat(all.values()).doesNotHaveDuplicates();
        assertThat(all.get("Ada.Quill@acme.example")).isEqualToIgnoringCase(all.get(ADDRESS));
        assertThat(all.get("ADA.QUILL@acme.example")).isEqualToIgnoringCase(all.get(ADDRESS));
        assertThat(all.get("u-1")).isEqualTo("erased-7k-1");
    }
}
