package io.os199.cs.feedback.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What is left out of a quote: the names of companies and persons, and nothing else. */
class QuotesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Acme Data Systems Inc. | At Acme we need it | At [client] we need it",
                "Acme Data Systems Inc. | ACME DATA SYSTEMS inc. wants data | [client] wants data",
                "Acme Data Systems, Inc | Acme data systems is us | [client] is us",
                "The Great Company Ltd | The company is great | The company is [client]",
                "AB | ab ovo, AB | [client] ovo, [client]",
                "The Group | The group of us | [client] of us",
                "Acme | Acmeists say acme's export | Acmeists say [client]'s export",
                "X.(*)+ | we at X.(*)+ know | we at [client] know",
                "Acme | Ac\u200bme says so | [client] says so",
                "Acme | Ask Ada or Byron, a b | Ask [name] or [name], a b"
            })
    void clientsAreNotNamed(String client, String said, String quote) {
        assertThat(Quotes.nameless(said, "Ada B Byron", List.of(client)).text()).isEqualTo(quote);
    }

    @Test
    void contactsAreLeftOutWhateverIsHiddenInThem() {
        String said = "Ask A\u200bda: a\u200bda@acme.exam\u2060ple or 030 12\u200b34567";
        assertThat(Quotes.of(said, "Ada Byron").text())
                .isEqualTo("Ask [name]: [address] or [telephone]");
    }
}
