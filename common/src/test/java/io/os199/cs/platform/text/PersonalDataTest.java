package io.os199.cs.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recognized as contact data in text, as people and their word processors write it. */
final class PersonalDataTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ring +49\u00a030\u00a01234567 | ring [telephone]",
                "ring 030\u202f123\u202f45\u202f67 | ring [telephone]",
                "ring 030\u20111234567 | ring [telephone]",
                "ring +1 (212)\u2013555\u20130123 | ring [telephone]",
                "ring +49 (0)30/1234567, please | ring [telephone], please",
                "0049-30-12 34567 | 0049-[telephone]",
                "2026-06-01 030 1234567 | 2026-06-01 [telephone]",
                "jose\u0301@acme.example | [address]",
                "ana@bu\u0308cher.example, she | [address], she"
            })
    void contactsAreBlanked(String text, String shown) {
        assertThat(PersonalData.blankContacts(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from 2026-06-01 on",
                "from 2026\u201306\u201301 on",
                "2026-06-01\u20132026-07-01",
                "2026-06-01/2026-07-01, or 2026-06-01 2026-07-01",
                "the plan for 2024\u20132026",
                "version 25.0.1, build 12.345",
                "123\u00a0456 EUR, 99\u202f999 EUR, 1,234,567.00 EUR",
                "client_01h455vb4pex5vsknk084sn02q",
                "@acme, ana@acme and ana at acme.example"
            })
    void otherNumbersAndWordsStay(String text) {
        assertThat(PersonalData.blankContacts(text)).isEqualTo(text);
    }
}
