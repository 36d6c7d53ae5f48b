package io.os199.cs.communication.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class MailTemplateTest {
    private static final Map<MailToken, String> ACME =
            Map.of(MailToken.CLIENT_NAME, "Acme Corp", MailToken.DAYS_TO_RENEWAL, "20");

    @Test
    void putsValuesInPlaceOfTokens() {
        MailTemplate template = MailTemplate.of("{{client_name}}: {{days_to_renewal}} days");
        assertThat(template.text(ACME)).isEqualTo("Acme Corp: 20 days");
        assertThat(template.tokens())
                .containsExactlyInAnyOrder(MailToken.CLIENT_NAME, MailToken.DAYS_TO_RENEWAL);
        assertThat(template.faults()).isEmpty();
        assertThat(template.missing(ACME)).isEmpty();
    }

    @Test
    void aValueIsNeverReadAgain() {
        Map<MailToken, String> values =
                Map.of(
                        MailToken.CLIENT_NAME,
                        "{{contact_name}} Ltd",
                        MailToken.CONTACT_NAME,
                        "Ana $1 \\0");
        assertThat(MailTemplate.of("{{client_name}} {{contact_name}}").text(values))
                .isEqualTo("{{contact_name}} Ltd Ana $1 \\0");
    }

    @Test
    void whatHasNoValueHasAFallbackOrIsMissing() {
        MailTemplate template =
                MailTemplate.of("Hello {{first_name|there}}{{contact_title|}}, {{renewal_date}}");
        assertThat(template.missing(ACME)).containsExactly(MailToken.RENEWAL_DATE);
        assertThat(template.text(ACME)).isEqualTo("Hello there, ");
        assertThat(template.text(Map.of(MailToken.FIRST_NAME, "Ana"))).isEqualTo("Hello Ana, ");
    }

    @Test
    void whatLooksLikeATokenAndIsNoneIsNamed() {
        assertThat(MailTemplate.of("{{frist_name}} {{health_score|x}}").faults())
                .containsExactly("frist_name", "health_score");
        assertThat(MailTemplate.of("Hello {{ first_name }}").faults())
                .containsExactly("{{ first_name }}");
        assertThat(MailTemplate.of("{{first_name|{a}}}").faults()).hasSize(1);
        assertThat(MailTemplate.of("one { or two }} close nothing").faults()).isEmpty();
    }

    @Test
    void aSubjectIsOneLineOf200Characters() {
        Map<MailToken, String> values =
                Map.of(MailToken.CLIENT_NAME, "A\r\nBcc: x\u2028y" + "\uD83D\uDE80".repeat(250));
        String line = MailTemplate.of("{{client_name}}").line(values);
        assertThat(line).startsWith("A  Bcc: x y\uD83D\uDE80").doesNotContain("\n", "\r");
        assertThat(line.codePointCount(0, line.length())).isEqualTo(200);
    }
}
