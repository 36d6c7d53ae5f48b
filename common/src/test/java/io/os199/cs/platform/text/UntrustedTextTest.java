package io.os199.cs.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.Test;

final class UntrustedTextTest {
    @Test
    void loosesWhatCannotBeSeen() {
        String hidden =
                "pay\u200b\u202e \u0000now\u2066\ufeff \udb40\udc41\u3164!\n\tyes\u001b[31m";
        assertThat(UntrustedText.of(hidden, 300).text()).isEqualTo("pay now !\n\tyes[31m");
    }

    @Test
    void isCutBetweenCharactersAndSaysSo() {
        UntrustedText cut = UntrustedText.of("ab\uD83D\uDE00cd", 3);
        assertThat(cut).isEqualTo(new UntrustedText("ab\uD83D\uDE00", true));
        assertThat(UntrustedText.of("abc", 3)).isEqualTo(new UntrustedText("abc", false));
    }

    @Test
    void standsInAMarkedObject() {
        assertThat(Json.write(UntrustedText.of("abcd", 3).marked("reason_text")))
                .isEqualTo("{\"untrusted\":true,\"reason_text\":\"abc\",\"truncated\":true}");
    }

    @Test
    void blanksAddressesAndTelephonesForThoseWithoutTheRight() {
        UntrustedText text =
                UntrustedText.of("ask ops@acme.example or +49 30 1234567 by 2026-06-01", 300);
        assertThat(text.blanked().text()).isEqualTo("ask [address] or [telephone] by 2026-06-01");
    }

    @Test
    void isCutBeforeAContactThatWouldBeDivided() {
        String raw = "Write to ada.byron@mail.acme.example, ring +49 30 1234567, or wait";
        for (int most = 1; most < raw.length(); most++) {
            UntrustedText cut = UntrustedText.of(raw, most);
            assertThat(raw).startsWith(cut.text());
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.blanked().text())
                    .as("after %d characters", most)
                    .doesNotContain("ada", "acme", "49", "123");
        }
        assertThat(UntrustedText.of("ada@acme.example", 8)).isEqualTo(new UntrustedText("", true));
        assertThat(UntrustedText.of("x".repeat(5000) + "@acme.example", 300).text()).hasSize(300);
    }

    @Test
    void keepsANameOnOneLineAndATagInItsAlphabet() {
        assertThat(UntrustedText.name(" Acme\n Corp\u200b ")).isEqualTo("Acme Corp");
        assertThat(UntrustedText.isVisible("\u200b\u00a0\u2800 \u3164")).isFalse();
        assertThat(UntrustedText.isVisible("\u200bA")).isTrue();
        assertThat(UntrustedText.name("x".repeat(300))).hasSize(200);
        assertThat(UntrustedText.tag("VIP <ignore>: EMEA_1")).isEqualTo("vipignoreemea_1");
    }
}
