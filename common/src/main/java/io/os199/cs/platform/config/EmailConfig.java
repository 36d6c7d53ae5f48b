package io.os199.cs.platform.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import java.util.List;
import java.util.Locale;

/**
 * How customers are written to.
 *
 * @param senders whom mails may be from; the first is the usual one
 * @param locale of dates in texts, as a language tag
 */
public record EmailConfig(@Valid @NotEmpty List<Sender> senders, @NotNull Locale locale) {

    /**
     * Whom a mail is from.
     *
     * @param name as people read it
     */
    public record Sender(
            @NotNull @Email String address, @NotNull @Size(min = 1, max = 200) String name) {}

    static EmailConfig usual() {
        return new EmailConfig(
                List.of(new Sender("customer-success@localhost", "Customer success")), Locale.UK);
    }
}
