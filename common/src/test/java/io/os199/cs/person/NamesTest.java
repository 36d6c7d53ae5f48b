package io.os199.cs.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

final class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "'', true",
        "Ada Quill, true",
        "Ada Quill|ada  QUILL, true",
        "'Ada Quill|Quill, Ada|Ada', true",
        "Zoë O'Neil|zoë, true",
        "Ada Quill|Bo Quill, false",
        "Ada Quill|A. Quill, false",
        "Ada|Bo, false",
        "Ada Quill|Ada Byron Quill|Ada Lovelace, false"
    })
    void areOfOneWhereTheLongestHasAllWords(String names, boolean areOfOne) {
        assertThat(
                        Names.areOfOne(
                                Arrays.stream(names.split("\\|"))
                                        .filter(name -> !name.isEmpty())
                                        .toList()))
                .isEqualTo(areOfOne);
    }
}
