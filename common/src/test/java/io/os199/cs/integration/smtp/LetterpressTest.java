package io.os199.cs.integration.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.delivery.OutgoingMail;
import io.os199.cs.communication.model.MailTemplate;
import io.os199.cs.communication.model.MailToken;

import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** No value can inject a header. */
class LetterpressTest {
    private static final Session SESSION = Session.getInstance(new Properties());

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "\r\nBcc: eve@example.com",
                        "\nX-Evil: 1",
                        "\r",
                        "\r\n\r\n<html>",
                        "=?UTF-8?Q?=0D=0ABcc:?=",
                        "\u2028",
                        "\u0085",
                        "\t",
                        "\u0000",
                        ", eve@example.com",
                        "<eve@example.com>",
                        "\"",
                        "\\",
                        "\u00e9",
                        "\uD83D\uDE80",
                        "Ana ",
                        "a long word that has to be folded somewhere in the middle of a header")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(pieces -> String.join("", pieces));
    }

    private static MimeMessage sent(String subject, String name, String to) throws Exception {
        OutgoingMail mail =
                new OutgoingMail(
                        "message_1",
                        "mailing_1",
                        "custom",
                        "us@example.com",
                        name,
                        to,
                        subject,
                        "Hello",
                        null,
                        "https://cs.example.com/u/TOKEN");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Letterpress.of(SESSION, mail, Instant.parse("2026-11-11T10:00:00Z")).writeTo(bytes);
        return new MimeMessage(SESSION, new ByteArrayInputStream(bytes.toByteArray()));
    }

    @Property(tries = 300)
    void whateverTheValueTheHeadersAreOursAndTheSubjectIsReadAsItWas(
            @ForAll("hostile") String value) throws Exception {
        String subject =
                MailTemplate.of("To {{client_name}}").line(Map.of(MailToken.CLIENT_NAME, value));
        MimeMessage read = sent(subject, "The team", "ana@example.com");
        List<String> names =
                Collections.list(read.getAllHeaders()).stream().map(Header::getName).toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "Date",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding",
                        "List-Unsubscribe",
                        "List-Unsubscribe-Post");
        assertThat(read.getAllRecipients()).hasSize(1);
        assertThat(read.getContent()).asString().isEqualToIgnoringNewLines("Hello");
    }

    @Test
    void anAddressWithSomethingBehindItReachesNobodyElse() throws Exception {
        for (String address :
                List.of(
                        "ana@example.com\r\nBcc: eve@example.com",
                        "ana@example.com, eve@example.com",
                        "<ana@example.com> eve@example.com",
                        "ana@example.com\r\n")) {
            try {
                assertThat(sent("News", "The team", address).getAllRecipients())
                        .as(address.replaceAll("\\s", "_"))
                        .extracting(Object::toString)
                        .containsExactly("ana@example.com");
            } catch (AddressException refused) {
                assertThat(refused).isNotNull();
            }
        }
    }
}
